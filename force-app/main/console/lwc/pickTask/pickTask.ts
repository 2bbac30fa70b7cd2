import { LightningElement, api } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import userId from '@salesforce/user/Id';
import mayManage from '@salesforce/customPermission/Manage_Store';
import mayPick from '@salesforce/customPermission/Pick_Tasks';
import claim from '@salesforce/apex/StoreTaskController.claim';
import finishPick from '@salesforce/apex/StoreTaskController.finishPick';
import finishPutAway from '@salesforce/apex/StoreTaskController.finishPutAway';
import findTask from '@salesforce/apex/StoreTaskController.findTask';
import handOver from '@salesforce/apex/StoreTaskController.handOver';
import markArrived from '@salesforce/apex/StoreTaskController.markArrived';
import reportMissing from '@salesforce/apex/StoreTaskController.reportMissing';
import resume from '@salesforce/apex/StoreTaskController.resume';
import stage from '@salesforce/apex/StoreTaskController.stage';
import type { TaskOutcome } from '@salesforce/apex/StoreTaskController';
import type { TaskDetail as DetailAnswer } from '@salesforce/apex/StoreTaskDetails';
import { formatQuantity } from 'c/formatQuantity';
import type { HandOverProof } from 'c/handOver';
import type { MissingReport } from 'c/missingPanel';
import { nameOf, PickSession } from 'c/pickSession';
import type { LineProgress, ScanDevice, Verdict } from 'c/pickSession';
import { isAccessError, reduceErrors } from 'c/reduceErrors';
import type { LineChoice } from 'c/scanDesk';
import type { ScannedText } from 'c/scanField';
import { playTone } from 'c/scanSound';
import type { BayChoice } from 'c/stagePanel';
import { deskOf } from 'c/storeTasks';
import { locationOf, readTask } from 'c/taskDetail';
import type { StoreTask } from 'c/taskDetail';
import { countOf, taskTexts } from './taskTexts';
import type { TaskTexts } from './taskTexts';
import { viewOf } from './taskView';
import type { TaskView } from './taskView';

/** How Apex words that a record is not there for this user; it gives components no codes. */
const HIDDEN_RECORD = /\bthat you may see\b/;
/** Barcodes on a card at the picking trolley: what the buttons do, without touching the screen. */
const CONTROL_CODES = { finish: 'HF-FINISH', missing: 'HF-MISSING' } as const;

/** The page of one store task: claim it, pick it with the scanner, stage it, hand it over; or put it back when nobody comes. */
export default class PickTask extends NavigationMixin(LightningElement) {
  @api recordId: string | undefined;

  /** Grows with every change of the session, so that what is read from it renders again. */
  changes = 0;
  verdict: Verdict | undefined;
  missingLineId: string | undefined;
  isBusy = false;
  /** Why the last action was refused. */
  problem = '';
  /** The put-away of goods whose order has ended. */
  putAwayTask: StoreTask | undefined;

  #session: PickSession | undefined;
  #soughtPutAway = false;

  connectedCallback(): void {
    if (this.recordId === undefined) return;
    this.#session = new PickSession(this.recordId, userId, {
      onChange: () => {
        this.changes += 1;
        this.seekPutAway();
      },
      onCorrection: (verdict) => this.show(verdict),
    });
    void this.#session.start();
  }

  disconnectedCallback(): void {
    this.#session?.stop();
  }

  /** A style in a template may not be computed; the width of the bar is one. */
  renderedCallback(): void {
    const fill = this.refs?.fill as HTMLElement | undefined;
    if (fill !== undefined) fill.style.inlineSize = `${this.texts?.progressPercent ?? 0}%`;
  }

  /** Undefined until the task is there. */
  get task(): StoreTask | undefined {
    return this.changes > 0 ? this.#session?.detail?.task : undefined;
  }

  get lines(): readonly LineProgress[] {
    return this.changes > 0 ? (this.#session?.lines ?? []) : [];
  }

  get currentLineId(): string | undefined {
    return this.lines.find(({ isDone }) => !isDone)?.lineId;
  }

  get isForbidden(): boolean {
    return this.task === undefined && this.failure !== undefined && (isAccessError(this.failure) || HIDDEN_RECORD.test(this.errorText));
  }

  get isFailed(): boolean {
    return this.task === undefined && this.failure !== undefined;
  }

  get isLoading(): boolean {
    return this.task === undefined;
  }

  get errorText(): string {
    return this.failure === undefined ? '' : reduceErrors(this.failure).join(' ');
  }

  /** The counter shows its own beside the field. */
  get isProblemShown(): boolean {
    return this.problem !== '' && !this.isHandOver;
  }

  get texts(): TaskTexts | undefined {
    return this.task === undefined ? undefined : taskTexts(this.task, this.lines);
  }

  /** Until the goods are ready the promise is timed, from then on the customer. */
  get timer(): { dueAt: number | null | undefined; warnAt: number | null | undefined; purpose: 'due' | 'collect' } {
    const { state, dueAtMillis, warnAtMillis, collectByMillis } = this.task ?? {};
    return state === 'Ready' && collectByMillis != null ? { dueAt: collectByMillis, warnAt: undefined, purpose: 'collect' } : { dueAt: dueAtMillis, warnAt: warnAtMillis, purpose: 'due' };
  }

  get hasTimer(): boolean {
    return this.view !== 'done' && this.view !== 'stopped' && this.timer.dueAt != null;
  }

  get isBreached(): boolean {
    return this.task?.isBreached === true && this.hasTimer;
  }

  get view(): TaskView | undefined {
    return this.task === undefined ? undefined : viewOf(this.task, mayPick === true);
  }

  get isOverview(): boolean {
    return this.isClaim || this.isOtherAssociate || this.isPaused || this.isWatch;
  }

  /** Work on a transfer, return or count is done at its desk. */
  get isDesk(): boolean {
    return this.view === 'desk';
  }

  get deskLabel(): string {
    return `Open it under ${this.desk ?? ''}`;
  }

  get isClaim(): boolean {
    return this.view === 'claim';
  }

  /** Agents and others who may see tasks without picking them. */
  get isWatch(): boolean {
    return this.view === 'watch';
  }

  get mayResume(): boolean {
    return mayManage === true;
  }

  get isOtherAssociate(): boolean {
    return this.view === 'otherAssociate';
  }

  get isPick(): boolean {
    return this.view === 'pick' && !this.isMissingOpen;
  }

  get isMissingOpen(): boolean {
    return this.view === 'pick' && this.missingLine !== undefined;
  }

  get isStage(): boolean {
    return this.view === 'stage';
  }

  get isHandOver(): boolean {
    return this.view === 'handOver';
  }

  get isPutAway(): boolean {
    return this.view === 'putAway';
  }

  get isStopped(): boolean {
    return this.view === 'stopped';
  }

  get isPaused(): boolean {
    return this.view === 'paused';
  }

  get isDone(): boolean {
    return this.view === 'done';
  }

  get missingLine(): LineProgress | undefined {
    return this.lines.find(({ lineId, isDone }) => lineId === this.missingLineId && !isDone);
  }

  get isComplete(): boolean {
    return this.lines.length > 0 && this.lines.every(({ isDone }) => isDone);
  }

  get waitingScans(): number {
    return this.changes > 0 ? (this.#session?.waitingScans ?? 0) : 0;
  }

  get cannotFinish(): boolean {
    return this.isBusy || this.waitingScans > 0;
  }

  get isRefused(): boolean {
    return this.changes > 0 && this.#session?.isRefused === true && this.waitingScans > 0;
  }

  get refusedScansText(): string {
    const failure = this.#session?.queueFailure;
    return `${countOf(this.waitingScans, 'scan', 'scans')} could not be counted. ${failure === undefined ? '' : reduceErrors(failure).join(' ')}`;
  }

  get disturbance(): string {
    const session = this.changes > 0 ? this.#session : undefined;
    if (session === undefined || session.waitingScans === 0 || session.isRefused) return '';
    const durability = session.isDurable ? '' : ' Do not close this page: the browser cannot keep them.';
    return session.isDisturbed ? `No connection: ${countOf(session.waitingScans, 'scan', 'scans')} kept on this device, sent when it is back.${durability}` : '';
  }

  get outdatedText(): string {
    return this.task !== undefined && this.failure !== undefined && this.disturbance === '' ? `This may be old. ${this.errorText}` : '';
  }

  get isOutdated(): boolean {
    return this.outdatedText !== '';
  }

  get overviewLines(): readonly { lineId: string; count: string; name: string; place: string }[] {
    return this.lines.map((line) => ({ lineId: line.lineId, count: `${formatQuantity(line.quantity)} ×`, name: nameOf(line), place: line.place ?? '' }));
  }

  get hasPutAway(): boolean {
    return this.putAwayTask !== undefined;
  }

  handleScan(event: CustomEvent<ScannedText>): void {
    const { code, isTyped } = event.detail;
    const text = code.trim().toUpperCase();
    if (text === CONTROL_CODES.finish) this.handleFinish();
    else if (text === CONTROL_CODES.missing) this.missingLineId = this.currentLineId;
    else this.scan(code, isTyped ? 'Typed' : 'Scanner');
  }

  handleTap(event: CustomEvent<LineChoice>): void {
    const line = this.lines.find(({ lineId }) => lineId === event.detail.lineId);
    if (line !== undefined) this.scan(line.sku, 'Tapped', 1);
  }

  handleMissing(event: CustomEvent<LineChoice>): void {
    this.missingLineId = event.detail.lineId;
  }

  handleMissingClose(): void {
    this.missingLineId = undefined;
  }

  handleMissingReport(event: CustomEvent<MissingReport>): void {
    const { lineId, quantity, reason } = event.detail;
    void this.act((taskId) => reportMissing({ taskId, lineId, quantity, reason })).then((isDone) => {
      if (isDone) this.missingLineId = undefined;
    });
  }

  handleClaim(): void {
    void this.change((taskIds) => claim({ taskIds }));
  }

  handleResume(): void {
    void this.change((taskIds) => resume({ taskIds }));
  }

  handleFinish(): void {
    if (!this.isComplete || this.cannotFinish) return;
    void this.act((taskId) => (this.isPutAway ? finishPutAway({ taskId }) : finishPick({ taskId })));
  }

  handleStage(event: CustomEvent<BayChoice>): void {
    void this.act((taskId) => stage({ taskId, bay: event.detail.bay }));
  }

  handleProve(event: CustomEvent<HandOverProof>): void {
    void this.act((taskId) => handOver({ taskId, ...event.detail })).then((isDone) => playTone(isDone ? 'good' : 'bad'));
  }

  handleArrived(): void {
    void this.act((taskId) => markArrived({ taskId, bayOrPlate: null }));
  }

  handleRetry(): void {
    void this.#session?.reload();
  }

  handleRetryScans(): void {
    this.#session?.retryScans();
  }

  handleDiscardScans(): void {
    this.#session?.discardScans();
  }

  handleOpenPutAway(): void {
    if (this.putAwayTask === undefined) return;
    this[NavigationMixin.Navigate]({ type: 'standard__recordPage', attributes: { recordId: this.putAwayTask.taskId, objectApiName: 'Store_Task__c', actionName: 'view' } });
  }

  handleDesk(): void {
    const { desk, task } = this;
    if (desk !== undefined) this[NavigationMixin.Navigate]({ type: 'standard__navItemPage', attributes: { apiName: desk }, state: { c__document: task?.documentNo ?? '' } });
  }

  handleQueue(): void {
    this[NavigationMixin.Navigate]({ type: 'standard__navItemPage', attributes: { apiName: 'Store_Queue' } });
  }

  private get desk(): string | undefined {
    return this.task === undefined ? undefined : deskOf(this.task.kind);
  }

  private scan(code: string, device: ScanDevice, packs?: number): void {
    const verdict = this.#session?.scan(code, device, packs);
    if (verdict !== undefined) this.show(verdict);
  }

  private show(verdict: Verdict): void {
    this.verdict = verdict;
    playTone(verdict.isGood ? 'good' : 'bad');
  }

  /** Was it done? What the org says against it is shown, and the task is fetched again: it may have moved on meanwhile. */
  private async act(call: (taskId: string) => Promise<DetailAnswer>): Promise<boolean> {
    const session = this.#session;
    const { recordId } = this;
    if (session === undefined || recordId === undefined || this.isBusy) return false;
    this.isBusy = true;
    this.problem = '';
    try {
      await session.act(() => call(recordId));
      return true;
    } catch (failure) {
      this.problem = reduceErrors(failure).join(' ');
      await session.reload();
      return false;
    } finally {
      this.isBusy = false;
    }
  }

  /** For calls that answer one outcome per task: a conflict is an outcome with a text. */
  private async change(call: (taskIds: string[]) => Promise<readonly TaskOutcome[]>): Promise<void> {
    const { recordId } = this;
    if (recordId === undefined || this.isBusy) return;
    this.isBusy = true;
    this.problem = '';
    try {
      const [outcome] = await call([recordId]);
      if (outcome?.isDone !== true) this.problem = outcome?.message ?? 'The org did not say why this was refused.';
    } catch (failure) {
      this.problem = reduceErrors(failure).join(' ');
    } finally {
      this.isBusy = false;
    }
    await this.#session?.reload();
  }

  /** Once: goods of an ended order have a task of their own, which leads them back. */
  private seekPutAway(): void {
    const { task } = this;
    if (task === undefined || !this.isStopped || this.#soughtPutAway || task.requestKey == null || this.lines.every(({ picked }) => picked === 0)) return;
    this.#soughtPutAway = true;
    void this.loadPutAway(locationOf(task), task.requestKey);
  }

  private async loadPutAway(locationCode: string, requestKey: string): Promise<void> {
    try {
      const found = await findTask({ locationCode, term: requestKey });
      const match = found.find(({ kind, requestKey: key }) => kind === 'PutAway' && key === requestKey);
      this.putAwayTask = match === undefined ? undefined : readTask(match);
    } catch (failure) {
      this.problem = reduceErrors(failure).join(' ');
    }
  }

  private get failure(): unknown {
    return this.changes > 0 ? this.#session?.failure : undefined;
  }
}
