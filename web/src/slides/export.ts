/** Hands a text to the browser to save as a file. */
export function saveText(name: string, text: string): void {
  const content = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = content;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(content), 60_000);
}
