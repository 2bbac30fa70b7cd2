/** Plants and storage locations of the ERP → locations of ours, by the fields ERP Plant and ERP Storage Location of the locations. */

export interface ErpPlace {
  /** `Stock_Location__c.Code__c`. */
  readonly location: string;
  readonly plant: string;
  /** Empty: takes every storage location of its plant that no other location has, and the plant as a whole. */
  readonly storageLocation: string;
  /** IANA name, as the location has it; absent: it has none. */
  readonly timeZone?: string;
}

export type PlaceAnswer =
  | { readonly location: string }
  /** Not ours: nothing of it concerns us. */
  | { readonly foreign: string }
  /** Ours, and not told which of our locations. */
  | { readonly unknown: string };

export interface PlaceOptions {
  /** Plants that are ours though no location names them yet. */
  readonly plants?: readonly string[];
  /** `PLANT/STORAGE`: places of our plants where nothing of ours is kept. */
  readonly ignoredPlaces?: readonly string[];
}

export class Places {
  readonly places: readonly ErpPlace[];
  readonly #ignored: ReadonlySet<string>;
  readonly #plants: ReadonlySet<string>;

  constructor(places: readonly ErpPlace[], options: PlaceOptions = {}) {
    this.places = places;
    this.#ignored = new Set(options.ignoredPlaces);
    this.#plants = new Set([...places.map(({ plant }) => plant), ...(options.plants ?? [])]);
  }

  /** Of all plants of ours. */
  get plants(): readonly string[] {
    return [...this.#plants].sort();
  }

  /** @param storageLocation empty: the plant as a whole, where goods in transit to it are */
  locationOf(plant: string, storageLocation: string): PlaceAnswer {
    if (!this.#plants.has(plant)) return { foreign: `plant ${plant} is not ours` };
    if (this.#ignored.has(`${plant}/${storageLocation}`)) return { foreign: `storage location ${plant}/${storageLocation} is not ours` };
    const ofPlant = this.places.filter((place) => place.plant === plant);
    const exact = ofPlant.filter((place) => place.storageLocation === storageLocation);
    const whole = ofPlant.filter((place) => place.storageLocation === '');
    const found = exact.length > 0 ? exact : whole.length > 0 ? whole : storageLocation === '' ? ofPlant : [];
    if (found.length === 1) return { location: found[0]!.location };
    return { unknown: unknownText(plant, storageLocation, found) };
  }
}

function unknownText(plant: string, storageLocation: string, found: readonly ErpPlace[]): string {
  const place = storageLocation === '' ? `plant ${plant} as a whole` : `storage location ${storageLocation} of plant ${plant}`;
  if (found.length === 0) return `No location has ${place}. Set ERP Plant and ERP Storage Location of the location it is, and re-drive; or list ${plant}/${storageLocation} among the ignored places of the gateway's configuration.`;
  return `${found.map(({ location }) => location).join(', ')} all have ${place}. Leave it to one of them (for a plant as a whole, the one without ERP Storage Location), and re-drive.`;
}
