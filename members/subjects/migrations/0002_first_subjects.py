"""The five competencies of customer experience, and what belongs to each. Staff go on from here in the admin."""

from django.db import migrations

TREE = [
    (
        (
            "customer-insights",
            "Customer insights",
            "Hearing what customers need, do and feel, and making it understood",
        ),
        [
            ("voice-of-the-customer", "Voice of the customer", "Listening posts, feedback, and closing the loop"),
            ("customer-research", "Customer research", "Interviews, observation, diaries and what they can prove"),
            ("personas-and-segments", "Personas and segments", "Telling apart the people a company serves"),
            ("journey-mapping", "Journey mapping", "The way of a customer, drawn with those who know it"),
            ("employee-listening", "Employee listening", "What the people at the front line hear and see"),
        ],
    ),
    (
        ("cx-strategy", "CX strategy", "Choosing the experience a company wants to be known for, and the way there"),
        [
            ("vision-and-promise", "Vision and promise", "What customers may expect of us, in words people repeat"),
            ("maturity-and-roadmaps", "Maturity and roadmaps", "Where we stand, and what comes first"),
            ("governance", "Governance", "Who decides, who owns a journey, who is asked"),
            ("business-case", "The business case", "Why it is worth the money, told to those who hold it"),
            ("b2b-relationships", "B2B relationships", "Accounts, renewals and many people on both sides"),
        ],
    ),
    (
        (
            "metrics-and-roi",
            "Metrics, measurement and ROI",
            "Numbers that say what customers felt and what it was worth",
        ),
        [
            ("experience-metrics", "Experience metrics", "NPS, CSAT, effort, and what each can tell"),
            ("survey-design", "Survey design", "Short, fair questions that people answer"),
            ("linking-to-money", "Linking experience to money", "Retention, cost to serve, growth"),
            ("dashboards-and-reporting", "Dashboards and reporting", "Figures that lead to a decision"),
            ("text-and-sentiment", "Text and sentiment", "Reading ten thousand comments well"),
        ],
    ),
    (
        (
            "design-and-innovation",
            "Design, implementation and innovation",
            "Making the experience better, and proving it",
        ),
        [
            ("service-design", "Service design", "Blueprints, front stage and back stage"),
            ("prototyping", "Prototyping and testing", "Trying it small before building it large"),
            ("digital-experience", "Digital experience", "Sites, apps and help that people manage alone"),
            ("contact-centres", "Contact centres", "Where customers turn when it matters"),
            ("accessibility-and-inclusion", "Accessibility and inclusion", "An experience for everyone"),
            ("ai-in-cx", "AI in customer experience", "What helps, what harms, and how to tell"),
        ],
    ),
    (
        (
            "culture-and-accountability",
            "Culture and accountability",
            "An organisation in which everyone answers for it",
        ),
        [
            ("employee-experience", "Employee experience", "Nobody serves better than they are treated"),
            ("leadership-and-sponsors", "Leadership and sponsors", "Winning those who decide, and keeping them"),
            ("change-and-training", "Change and training", "Helping a whole company do things another way"),
            ("recognition-and-stories", "Recognition and stories", "Making good work seen"),
            ("working-across-silos", "Working across silos", "Mending what falls between departments"),
        ],
    ),
]


def plant(apps, schema_editor):
    subjects = apps.get_model("subjects", "Subject").objects
    for position, ((slug, name, description), under) in enumerate(TREE, start=1):
        competency, _made = subjects.get_or_create(
            slug=slug, defaults={"name": name, "description": description, "position": position}
        )
        for place, (slug_below, name_below, about) in enumerate(under, start=1):
            subjects.get_or_create(
                slug=slug_below,
                defaults={"name": name_below, "description": about, "position": place, "parent": competency},
            )


class Migration(migrations.Migration):
    dependencies = [("subjects", "0001_initial")]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
