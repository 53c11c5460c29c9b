/** What the server extension is asked and what it answers; its Python models have the same fields. */

import type { JSONValue } from '@lumino/coreutils';

/** The version of these words. A server that speaks another one is not asked anything else. */
export const PROTOCOL = 1;

/** What a cell can be: `step`, or one of the roles that the server names. */
export type Role = string;

export interface Version {
  readonly version: string;
  readonly protocol: number;
}

export interface View {
  readonly protocol: number;
  readonly name: string;
  readonly cells: readonly CellView[];
  readonly steps: readonly StepView[];
  readonly parameters: readonly ParameterView[];
  readonly settings: SettingsView;
  readonly options: readonly OptionField[];
  readonly roles: readonly RoleChoice[];
  readonly mermaid: string;
  /** Cell ids by the names of the graph's nodes. */
  readonly nodes: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
  readonly kernel_problem: string | null;
}

export interface CellView {
  readonly id: string;
  readonly role: Role | null;
  readonly step: string | null;
  readonly inherited: boolean;
  readonly first: boolean;
  readonly label: string;
  readonly colour: number | null;
  readonly after: readonly string[];
  readonly options: Readonly<Record<string, JSONValue>>;
}

export interface StepView {
  readonly name: string;
  readonly cells: readonly string[];
  readonly needs: readonly Need[];
  readonly after: readonly string[];
  readonly options: Readonly<Record<string, JSONValue>>;
  readonly colour: number;
}

export interface Need {
  readonly step: string;
  readonly variables: readonly string[];
}

export interface ParameterView {
  readonly name: string;
  readonly type: string;
  readonly default: JSONValue;
  /** The default as exact text. */
  readonly text: string;
  readonly description: string | null;
  readonly choices: readonly JSONValue[] | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Whether it may be without a value. */
  readonly optional: boolean;
  readonly cell: string;
}

export interface SettingsView {
  readonly values: Readonly<Record<string, JSONValue>>;
  /** What applies where the notebook says nothing. */
  readonly defaults: Readonly<Record<string, JSONValue>>;
  readonly fields: readonly OptionField[];
  readonly volumes: readonly string[];
}

export interface OptionField {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly kind: 'text' | 'number' | 'flag' | 'quantity' | 'choice' | 'list';
  readonly choices: readonly JSONValue[] | null;
}

export interface RoleChoice {
  readonly role: Role;
  readonly label: string;
  readonly help: string;
}

export interface Problem {
  readonly code: string;
  readonly slug: string;
  readonly severity: string;
  readonly message: string;
  readonly help: string | null;
  readonly cell: string | null;
  readonly cell_number: number | null;
  readonly line: number;
  readonly column: number;
  readonly end_line: number;
  readonly end_column: number;
  readonly fix: OfferedFix | null;
}

export interface OfferedFix {
  readonly title: string;
  readonly index: number;
}

export type Action =
  | { kind: 'set_role'; cells: readonly string[]; role: Role | null; step: string | null }
  | { kind: 'set_after'; cells: readonly string[]; after: readonly string[] }
  | { kind: 'set_option'; cells: readonly string[]; option: string; value: JSONValue }
  | { kind: 'rename_step'; step: string; to: string }
  | { kind: 'delete_step'; step: string }
  | { kind: 'set_setting'; setting: string; value: JSONValue }
  | { kind: 'fix'; problem: Problem };

export interface Edit {
  readonly cells: readonly CellEdit[];
  /** Keys of the notebook's metadata with their new values; `null` removes a key. */
  readonly notebook_metadata: Readonly<Record<string, JSONValue>>;
  readonly consequences: readonly string[];
  /** Why nothing is to be changed; empty when all is well. */
  readonly problems: readonly string[];
}

export interface CellEdit {
  readonly id: string;
  /** All tags of the cell from now on; `null` leaves them. */
  readonly tags: readonly string[] | null;
  readonly kale: KaleChange;
  /** The source from now on; `null` leaves it. */
  readonly source: string | null;
}

/** What happens to `metadata.kale`: a value of `null` removes it. */
export interface KaleChange {
  readonly change: boolean;
  readonly value: JSONValue;
}

export interface Preview {
  readonly yaml: string;
  readonly steps: readonly StepSourceView[];
  readonly problems: readonly Problem[];
  readonly changes: string | null;
}

export interface StepSourceView {
  readonly name: string;
  readonly source: string;
}

export interface Compiled {
  readonly path: string;
  readonly diagnostics: readonly Problem[];
}

export interface Interpreter {
  readonly path: string;
  readonly version: string;
  /** The notebook's kernel, where this is the Python of it. */
  readonly kernel: string | null;
  /** Why it is not the Python of the notebook's kernel. */
  readonly fault: string | null;
}

export interface ProfileList {
  readonly profiles: readonly ProfileChoice[];
  readonly default: string | null;
}

export interface ProfileChoice {
  readonly name: string;
  readonly host: string | null;
  readonly namespace: string | null;
  readonly fault: string | null;
}

export type Place = 'local' | 'kubeflow';

export interface RunRequest {
  readonly where: Place;
  readonly profile?: string;
  readonly experiment?: string;
  readonly parameters: Readonly<Record<string, JSONValue>>;
}

export interface RunState {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly where: Place;
  readonly status: 'running' | 'cancelling' | 'succeeded' | 'failed' | 'cancelled' | 'lost';
  readonly started: string;
  readonly seconds: number;
  readonly steps: readonly RunStep[];
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly failure: RunFailure | null;
  readonly link: string | null;
  readonly python: Interpreter | null;
}

export interface RunStep {
  readonly name: string;
  readonly status: 'waiting' | 'running' | 'succeeded' | 'failed' | 'skipped';
  readonly seconds: number | null;
  readonly has_report: boolean;
  readonly cell: string | null;
}

export interface RunFailure {
  readonly message: string;
  readonly step: string | null;
  readonly cell: string | null;
  readonly cell_number: number | null;
  readonly line: number | null;
  readonly source_line: string | null;
}

export interface RunList {
  readonly runs: readonly RunState[];
}

export interface StepLog {
  readonly text: string;
  readonly truncated: boolean;
}
