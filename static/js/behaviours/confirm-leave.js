/* Asks before a page with unsaved words is left. Sending the form is not leaving. */
export default function confirmLeave(field) {
  const asSent = field.defaultValue;
  let sending = false;

  field.form?.addEventListener("submit", () => {
    sending = true;
  });
  addEventListener("pageshow", () => {
    sending = false;
  });
  addEventListener("beforeunload", (event) => {
    // A form whose draft is kept loses nothing, so its writer is not asked.
    const kept = "kept" in (field.form?.dataset ?? {});
    if (!sending && !kept && field.value !== asSent) event.preventDefault();
  });
}
