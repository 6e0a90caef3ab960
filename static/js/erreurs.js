// After a refused form the summary of errors is read first.
export function erreurs() {
  const resume = document.querySelector("[data-focus]");
  if (resume) resume.focus();
}
