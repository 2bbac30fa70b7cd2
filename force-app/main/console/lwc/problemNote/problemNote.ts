import { LightningElement, api } from 'lwc';

/** Says in a frame why something did not work; screen readers say it at once. */
export default class ProblemNote extends LightningElement {
  /** Without one nothing is shown. */
  @api message: string | undefined;
}
