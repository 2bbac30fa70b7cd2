/** `lightning/uiLayoutApi`: page layouts as they are shown to the user. */
import { address, read } from '../../data-service/requests.ts';
import { objectName, textOf, wireAdapter } from '../../data-service/wire.ts';

export const getLayout = wireAdapter((config) => {
  const object = objectName(config['objectApiName']);
  if (object === undefined) return undefined;
  const path = address(`/layout/${object}`, { layoutType: textOf(config['layoutType']), mode: textOf(config['mode']), recordTypeId: textOf(config['recordTypeId']) });
  return { key: path, fetch: () => read(path) };
});
