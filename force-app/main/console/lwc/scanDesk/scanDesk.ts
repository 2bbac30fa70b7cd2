import { LightningElement, api } from 'lwc';
import { formatQuantity } from 'c/formatQuantity';
import { DONE_WORDS, nameOf } from 'c/pickSession';
import type { LineProgress, Verdict } from 'c/pickSession';
import type { ScannedText, ScannerField } from 'c/scanField';
import type { TaskKind } from 'c/taskDetail';
import { isSoundMuted, muteSound } from 'c/scanSound';

export interface LineChoice {
  readonly lineId: string;
}

/** A click on one of these wants the focus there; after any other the scanner's field takes it back. */
const FIELDS = 'input, textarea, select, [contenteditable]';

/** Scanner, verdict, what is next and the whole walk: the part that picking and putting away share. */
export default class ScanDesk extends LightningElement {
  @api kind: TaskKind = 'Pick';
  @api lines: readonly LineProgress[] = [];
  @api currentLineId: string | undefined;
  @api verdict: Verdict | undefined;
  /** How many scans the org has not counted yet. */
  @api waitingScans = 0;
  @api disturbance = '';
  @api canReportMissing = false;
  @api isBusy = false;

  isMuted = isSoundMuted();

  /** Gives the focus back to the scanner, after a panel was closed. */
  @api
  focus(): void {
    this.scanner?.focus();
  }

  get current(): LineProgress | undefined {
    return this.lines.find(({ lineId }) => lineId === this.currentLineId);
  }

  get hasCurrent(): boolean {
    return this.current !== undefined;
  }

  get currentName(): string {
    return this.current === undefined ? '' : nameOf(this.current);
  }

  get currentPlace(): string {
    return this.current?.place ?? 'No place known';
  }

  get remainingText(): string {
    return formatQuantity(this.current?.remaining ?? 0);
  }

  get remainingWords(): string {
    return this.kind === 'Pick' ? 'to pick' : 'to put back';
  }

  get currentOf(): string {
    const line = this.current;
    return line === undefined ? '' : `${formatQuantity(line.picked)} of ${formatQuantity(line.quantity - line.missing)} ${DONE_WORDS[this.kind]}`;
  }

  get placeWords(): string {
    return this.kind === 'Pick' ? 'Take from' : 'Put back to';
  }

  get tapLabel(): string {
    return `Count 1 by hand: ${this.currentName}, because its label cannot be scanned`;
  }

  get missingLabel(): string {
    return `Cannot find it: report ${this.currentName} as missing`;
  }

  get invitation(): string {
    if (this.current === undefined) return this.kind === 'Pick' ? 'All items are picked' : 'All items are back';
    return this.kind === 'Pick' ? `Scan ${this.currentName}` : `Scan ${this.currentName} and put it back`;
  }

  get steps(): readonly (LineProgress & { name: string; count: string; rowClass: string; isCurrent: string; state: string; placeText: string; hasMissing: boolean; missingText: string })[] {
    return this.lines.map((line) => {
      const isCurrent = line.lineId === this.currentLineId;
      return {
        ...line,
        name: nameOf(line),
        count: `${formatQuantity(line.picked)} / ${formatQuantity(line.quantity - line.missing)}`,
        rowClass: `step${isCurrent ? ' step_current' : ''}${line.isDone ? ' step_done' : ''}`,
        isCurrent: isCurrent ? 'step' : 'false',
        state: stateOf(line, isCurrent),
        placeText: line.place ?? '–',
        hasMissing: line.missing > 0,
        missingText: `${formatQuantity(line.missing)} missing`,
      };
    });
  }

  get hasDisturbance(): boolean {
    return this.disturbance !== '';
  }

  get soundIcon(): string {
    return this.isMuted ? 'utility:volume_off' : 'utility:volume_high';
  }

  get soundLabel(): string {
    return this.isMuted ? 'Turn the scan sounds on' : 'Turn the scan sounds off';
  }

  handleScan(event: CustomEvent<ScannedText>): void {
    this.dispatchEvent(new CustomEvent<ScannedText>('scan', { detail: event.detail }));
  }

  handleTap(): void {
    const line = this.current;
    if (line !== undefined) this.dispatchEvent(new CustomEvent<LineChoice>('tap', { detail: { lineId: line.lineId } }));
  }

  handleMissing(): void {
    const line = this.current;
    if (line !== undefined) this.dispatchEvent(new CustomEvent<LineChoice>('missing', { detail: { lineId: line.lineId } }));
  }

  handleSound(): void {
    this.isMuted = !this.isMuted;
    muteSound(this.isMuted);
  }

  handleKeyDown(event: KeyboardEvent): void {
    this.scanner?.takeKey(event);
  }

  handleClick(event: MouseEvent): void {
    const origin = event.composedPath()[0];
    // A click made with the keyboard has no pointer: its user is on the way through the buttons and stays there.
    const isPointer = event.detail > 0;
    if (isPointer && origin instanceof Element && origin.closest(FIELDS) === null && origin.closest('c-scan-field') === null) this.scanner?.focus();
  }

  private get scanner(): ScannerField | null {
    return this.template?.querySelector<ScannerField>('c-scan-field') ?? null;
  }
}

function stateOf(line: LineProgress, isCurrent: boolean): string {
  if (line.isDone) return 'done';
  return isCurrent ? 'next' : 'later';
}
