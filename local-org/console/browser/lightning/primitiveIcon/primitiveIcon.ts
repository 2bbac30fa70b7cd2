import { LightningElement, api } from 'lwc';

/**
 * Draws the icons of all base components from the design system's sprite files.
 * The base components' own renderer compiles some 1,700 icon templates on the first icon; one sprite per icon family does the same work.
 */
export default class PrimitiveIcon extends LightningElement {
  static validationOptOut = ['class'];

  /** A sprite of the caller's own, instead of the design system's. */
  @api src: string | undefined;
  @api svgClass: string | undefined;
  /** `utility:search` */
  @api iconName: string | undefined;

  #size = 'medium';
  #variant = '';

  @api get size(): string {
    return this.#size;
  }
  set size(size: string) {
    this.#size = size || 'medium';
    this.setAttribute('size', this.#size);
  }

  @api get variant(): string {
    return this.#variant;
  }
  set variant(variant: string) {
    this.#variant = variant || '';
    this.setAttribute('variant', this.#variant);
  }

  get symbol(): string {
    return this.iconName?.split(':')[1] ?? '';
  }

  get href(): string {
    if (this.src !== undefined) return this.src;
    const family = this.iconName?.split(':')[0];
    return family === undefined || this.symbol === '' ? '' : `/console/icons/${family}-sprite/svg/symbols.svg#${this.symbol}`;
  }

  get svgClasses(): string {
    const classes = [this.svgClass ?? ''];
    if (this.#variant !== 'bare') classes.push('slds-icon');
    if (['error', 'warning', 'success'].includes(this.#variant)) classes.push(`slds-icon-text-${this.#variant}`);
    else if (!['inverse', 'bare'].includes(this.#variant) && this.src === undefined) classes.push('slds-icon-text-default');
    if (this.#size !== 'medium') classes.push(`slds-icon_${this.#size}`);
    return classes.filter(Boolean).join(' ');
  }
}
