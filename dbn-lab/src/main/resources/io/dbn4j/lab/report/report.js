/* Links the CSV files of tables if the page was opened from its run folder; elsewhere their names stay text. */
if (location.protocol === "file:") {
  for (const line of document.querySelectorAll(".file")) {
    const link = document.createElement("a");
    link.href = line.textContent;
    link.textContent = line.textContent;
    line.replaceChildren(link);
  }
}
