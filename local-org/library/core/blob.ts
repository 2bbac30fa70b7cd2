/** System.Blob. */
import { Blob } from '../../values/blob.ts';
import { StringException } from '../../values/exceptions.ts';
import { defineClass } from '../define.ts';
import { given } from './arguments.ts';

function textOf(self: Blob): string {
  const text = self.decoded();
  if (text === undefined) throw new StringException('BLOB is not a valid UTF-8 string');
  return text;
}

export const blobClass = defineClass('System.Blob', {
  'static Blob valueOf(String text)': (text: string | null) => Blob.fromText(given(text)),
  'Integer size()': (self: Blob) => self.size,
  'String toString()': textOf,
});
