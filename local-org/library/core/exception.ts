/** System.Exception: the members every exception has. Constructors are emitted directly. */
import { ApexList } from '../../values/collections/list.ts';
import { ApexException, DmlException, ListException } from '../../values/exceptions.ts';
import type { DmlFailure } from '../../values/exceptions.ts';
import { STRING } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import { given } from './arguments.ts';

const DEFAULT_MESSAGE = 'Script-thrown exception';

/** `Class.OrderService.place: line 12, column 1`, innermost first, one frame a line. */
function stackTraceText(self: ApexException): string {
  return context().classes.stack(self).map(({ place, line, column }) => `${place}: line ${line}, column ${column}`).join('\n');
}

function failures(self: ApexException): readonly DmlFailure[] {
  return self instanceof DmlException ? self.$failures : [];
}

function failureAt(self: ApexException, index: number | null): DmlFailure {
  const failure = failures(self)[given(index)];
  if (failure === undefined) throw new ListException(`List index out of bounds: ${index}`);
  return failure;
}

export const exceptionClass = defineClass('System.Exception', {
  'String getMessage()': (self: ApexException) => self.$message ?? DEFAULT_MESSAGE,
  'void setMessage(String message)': (self: ApexException, message: string | null) => {
    self.$message = message;
    self.message = message ?? DEFAULT_MESSAGE;
  },
  'String getTypeName()': (self: ApexException) => self.$typeName,
  'System.Exception getCause()': (self: ApexException) => self.$cause,
  'void initCause(System.Exception cause)': (self: ApexException, cause: ApexException | null) => {
    self.$cause = cause;
  },
  'Integer getLineNumber()': (self: ApexException) => context().classes.stack(self)[0]?.line ?? null,
  'String getStackTraceString()': stackTraceText,
  'Integer getNumDml()': (self: ApexException) => failures(self).length,
  'String getDmlMessage(Integer index)': (self: ApexException, index: number | null) => failureAt(self, index).message,
  'String getDmlStatusCode(Integer index)': (self: ApexException, index: number | null) => failureAt(self, index).statusCode,
  'String getDmlId(Integer index)': (self: ApexException, index: number | null) => failureAt(self, index).id,
  'Integer getDmlIndex(Integer index)': (self: ApexException, index: number | null) => failureAt(self, index).row,
  'List<String> getDmlFieldNames(Integer index)': (self: ApexException, index: number | null) => ApexList.of(STRING, [...failureAt(self, index).fields]),
}, { instances: ApexException });
