/** Going to a place in a notebook. */

import type { NotebookPanel } from '@jupyterlab/notebook';

/** A cell and a position in it; lines and columns count from 1. */
export interface Place {
  readonly cell: string | null;
  readonly line?: number | null;
  readonly column?: number | null;
}

/** Show a cell and put the cursor on a line of it. Does nothing when the cell is gone. */
export async function goTo(panel: NotebookPanel, place: Place, reveal: () => void): Promise<void> {
  const notebook = panel.content;
  const index = notebook.widgets.findIndex(cell => cell.model.id === place.cell);
  const cell = notebook.widgets[index];
  if (!cell) {
    return;
  }
  reveal();
  notebook.deselectAll();
  notebook.activeCellIndex = index;
  await notebook.scrollToItem(index, 'smart');
  if (place.line) {
    await cell.ready;
    notebook.mode = 'edit';
    cell.editor?.setCursorPosition({ line: place.line - 1, column: (place.column ?? 1) - 1 });
    cell.editor?.focus();
  } else {
    notebook.mode = 'command';
    notebook.node.focus();
  }
}
