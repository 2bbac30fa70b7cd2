/** The API version whose behaviour the local org models, as it appears in resource addresses. */
export const API_VERSION = '67.0';
