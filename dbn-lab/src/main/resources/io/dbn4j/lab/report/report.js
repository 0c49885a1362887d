/* The CSV file of a table lies beside a page that was opened from its run folder; elsewhere its name stays text. */
if (location.protocol === "file:") {
  for (const line of document.querySelectorAll(".file")) {
    const link = document.createElement("a");
    link.href = line.textContent;
    link.textContent = line.textContent;
    line.replaceChildren(link);
  }
}
