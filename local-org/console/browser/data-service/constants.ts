/** Stands for "no record type". */
export const MASTER_RECORD_TYPE = '012000000000000AAA';
