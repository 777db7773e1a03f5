"""The edition of 2021 and the first rules, as they come with a new database. Facts of the field, in our own words."""

from datetime import UTC, date, datetime

EDITION = "2021"
NAME = "CXPA CX Framework"
EFFECTIVE = date(2021, 1, 1)

# slug of the subject, name, weight in percent, definition, {kind: texts}
COMPETENCIES = [
    (
        "customer-insights",
        "Customer Insights and Understanding",
        22,
        "Finding out what customers need, expect and live through, from what they say and from what they do, and "
        "making sure that those who decide know it too.",
        {
            "task": [
                "Look at what already tells you about customers and employees, and where you hear nothing",
                "Set up listening that covers the whole relationship, not one survey",
                "Chart the moments in which customers and employees meet the company",
                "Choose the research that answers an open question",
                "Ask customers what was good, bad and missing, and follow up",
                "Ask the people who serve them what stands in their way",
            ],
            "knowledge": [
                "Maps of journeys and of the processes behind them",
                "Personas and segments built on evidence",
                "Kinds of research, and what each can and cannot say",
                "Limits of samples and the bias of questions",
            ],
            "skill": [
                "Reading numbers and comments together",
                "Telling what customers live through so that others act on it",
            ],
        },
    ),
    (
        "cx-strategy",
        "Customer Experience Strategy",
        20,
        "Deciding with the leaders what experience the company wants to be known for, and what has to happen, in which "
        "order, to get there.",
        {
            "task": [
                "Put into words the experience the company promises",
                "Tie the plan to what the company wants to achieve",
                "Choose what to do first, and what not to do",
                "Win the leaders who have to carry it",
                "Make a plan with owners, means and dates",
                "Tell everyone what the plan means for their own work",
            ],
            "knowledge": [
                "How companies find and keep their place in a market",
                "Models of how mature a company is in this work",
                "Ways to put a plan into practice and keep it alive",
            ],
            "skill": [
                "Making the case to people with other goals",
                "Turning one intention into steps that teams can take",
            ],
        },
    ),
    (
        "metrics-and-roi",
        "Metrics, Measurements, and ROI",
        20,
        "Measuring how well the experience works, for customers and for the company, and using the numbers to decide.",
        {
            "task": [
                "Choose the few measures that tell whether the promise is kept",
                "Join what customers say with what the company earns and spends",
                "Find what drives a measure before trying to move it",
                "Show results so that people see what to do next",
                "Work out what an improvement was worth",
                "Check that the measures still measure the right thing",
            ],
            "knowledge": [
                "Measures of satisfaction, effort, recommendation and loyalty",
                "Cause and coincidence in numbers",
                "How returns and costs are counted",
            ],
            "skill": [
                "Reading trends without being fooled by them",
                "Explaining a number to people who do not like numbers",
            ],
        },
    ),
    (
        "design-and-innovation",
        "Design, Implementation, and Innovation",
        19,
        "Changing the experience on purpose: finding what to change, trying it with customers, and bringing it into "
        "daily work.",
        {
            "task": [
                "Pick the moments that are worth changing",
                "Design with customers and with the people who serve them",
                "Try small before building big",
                "Change processes, rules and tools along with the surface",
                "Bring a change into daily work, and check that it stays",
                "Look for new ways, not only for repairs",
            ],
            "knowledge": [
                "Ways to design services around people",
                "Ways to improve processes",
                "How to lead a change through a company",
            ],
            "skill": [
                "Leading a group from a problem to something it can try",
                "Working across departments without power over them",
            ],
        },
    ),
    (
        "culture-and-accountability",
        "Culture and Accountability",
        19,
        "Making care for customers part of how everyone works, and making clear who answers for it.",
        {
            "task": [
                "Show leaders how their own conduct sets the tone",
                "Bring customers into hiring, welcoming and training",
                "Recognise people who do right by customers",
                "Say who answers for which part of the experience",
                "Set up the circle in which decisions are made and followed up",
                "Tell stories of customers where employees hear them",
            ],
            "knowledge": [
                "What makes habits of a company last or change",
                "How the experience of employees and of customers hang together",
                "Ways to organise this work, and who decides in each",
            ],
            "skill": [
                "Coaching people who have other things to do",
                "Keeping others to what they promised, kindly",
            ],
        },
    ),
]


def lay_down(framework, competency, statement, rules, subject):
    """Write the first edition and the first rules with the given models (a migration's); done twice, it is once."""
    rules.objects.get_or_create(effective_from=EFFECTIVE, defaults={"note": "The rules this portal began with"})
    edition, new = framework.objects.get_or_create(
        edition=EDITION,
        defaults={
            "name": NAME,
            "effective_on": EFFECTIVE,
            "published_at": datetime(2021, 1, 1, tzinfo=UTC),
        },
    )
    if not new:
        return
    for number, (slug, name, weight, definition, statements) in enumerate(COMPETENCIES, start=1):
        about, _ = subject.objects.get_or_create(slug=slug, defaults={"name": name, "position": number})
        made = competency.objects.create(
            framework=edition, number=number, subject=about, name=name, weight=weight, definition=definition
        )
        statement.objects.bulk_create(
            statement(competency=made, kind=kind, position=position, text=text)
            for kind, texts in statements.items()
            for position, text in enumerate(texts, start=1)
        )
