/** Writing an edit into the notebook, as one change that one undo takes back. */

import type { ISharedCell, YNotebook } from '@jupyter/ydoc';
import type { INotebookModel } from '@jupyterlab/notebook';
import { JSONExt, type JSONObject, type JSONValue, type PartialJSONValue } from '@lumino/coreutils';
import type { Document } from './client';
import type { CellEdit, Edit } from './protocol';

const KEY = 'kale';

interface SentCell extends JSONObject {
  readonly id: string;
  readonly metadata: JSONObject;
  readonly source: string;
}

/** Whether what `edit` replaces is still what it was in the notebook that the server has seen. */
export function isCurrent(model: INotebookModel, edit: Edit, seen: Document): boolean {
  const sent = new Map((seen.notebook.cells as SentCell[]).map(cell => [cell.id, cell]));
  const present = cellsById(model);
  const metadata = seen.notebook.metadata as JSONObject;
  if (Object.keys(edit.notebook_metadata).some(key => !sameValue(model.getMetadata(key), metadata[key]))) {
    return false;
  }
  return edit.cells.every(change => {
    const cell = present.get(change.id);
    const before = sent.get(change.id);
    return cell !== undefined && before !== undefined && isUntouched(cell, before, change);
  });
}

function isUntouched(cell: ISharedCell, before: SentCell, change: CellEdit): boolean {
  return (
    sameValue(cell.getMetadata('tags'), before.metadata.tags) &&
    sameValue(cell.getMetadata(KEY), before.metadata[KEY]) &&
    (change.source === null || cell.getSource() === before.source)
  );
}

function sameValue(one: PartialJSONValue | undefined, other: PartialJSONValue | undefined): boolean {
  return JSONExt.deepEqual(one ?? null, other ?? null);
}

/** Make all changes of `edit` in one transaction, which is one step for undo and redo. */
export function apply(model: INotebookModel, edit: Edit): void {
  const shared = model.sharedModel as YNotebook;
  const cells = cellsById(model);
  const capture = metadataCapture(shared);
  // Undo joins changes that follow each other quickly; this one stands by itself.
  shared.undoManager.stopCapturing();
  capture.open = true;
  try {
    shared.transact(() => {
      for (const change of edit.cells) {
        const cell = cells.get(change.id);
        if (cell) {
          changeCell(cell, change);
        }
      }
      for (const [key, value] of Object.entries(edit.notebook_metadata)) {
        setOrDelete(shared, key, value);
      }
    });
  } finally {
    capture.open = false;
    shared.undoManager.stopCapturing();
  }
}

function changeCell(cell: ISharedCell, change: CellEdit): void {
  if (change.tags !== null) {
    setOrDelete(cell, 'tags', change.tags.length > 0 ? [...change.tags] : null);
  }
  if (change.kale.change) {
    setOrDelete(cell, KEY, change.kale.value);
  }
  if (change.source !== null && change.source !== cell.getSource()) {
    cell.setSource(change.source);
  }
}

interface HoldsMetadata {
  setMetadata(key: string, value: JSONValue): void;
  deleteMetadata(key: string): void;
}

function setOrDelete(holder: HoldsMetadata, key: string, value: JSONValue): void {
  if (value === null) {
    holder.deleteMetadata(key);
  } else {
    holder.setMetadata(key, value);
  }
}

function cellsById(model: INotebookModel): Map<string, ISharedCell> {
  return new Map(model.sharedModel.cells.map(cell => [cell.getId(), cell]));
}

interface Capture {
  /** Whether changes of the notebook's metadata are ours at the moment. */
  open: boolean;
}

type Scope = YNotebook['undoManager']['scope'][number];
type Transaction = Parameters<YNotebook['undoManager']['captureTransaction']>[0];

function changed(transaction: Transaction, type: Scope): boolean {
  return !('clientID' in type) && transaction.changedParentTypes.has(type);
}

const captures = new WeakMap<YNotebook, Capture>();

/**
 * Let undo take back changes of the notebook's metadata that are ours.
 *
 * JupyterLab's undo sees the cells alone. Its own changes of the metadata, such as the kernel's name, stay out of the
 * undo history, where they would be steps that nobody sees.
 */
function metadataCapture(shared: YNotebook): Capture {
  const known = captures.get(shared);
  if (known) {
    return known;
  }
  const capture = { open: false };
  const manager = shared.undoManager;
  const alsoCaptured = manager.captureTransaction;
  const cells = [...manager.scope];
  manager.addToScope(shared.ymeta);
  manager.captureTransaction = transaction =>
    alsoCaptured(transaction) &&
    (capture.open || transaction.origin === manager || cells.some(type => changed(transaction, type)));
  captures.set(shared, capture);
  return capture;
}
