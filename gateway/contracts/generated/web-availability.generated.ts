/** Written by "npm run contracts" from web-availability.openapi.yaml. */
export interface paths {
    "/availability/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Availability of many SKUs for a channel
         * @description At locations, in groups of them, or in all. With `sums` one figure per SKU (and group). With `days`, from which day on how much can be promised.
         *     One of skus, locations and groups is required. Pages with `nextCursor`.
         */
        post: operations["queryAvailability"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reservations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reserve for a customer
         * @description Decided by the org before it is answered; a refusal for want of stock is an answer. The same key with the same content repeats the answer, with another one it is 409.
         *     Queued: the org is in peak mode and decides in some seconds; ask again under the key.
         */
        post: operations["reserve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reservations/{requestKey}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the reservation, as it was asked for. */
                requestKey: components["parameters"]["RequestKey"];
            };
            cookie?: never;
        };
        /**
         * A reservation as it stands
         * @description As the org has it now.
         */
        get: operations["getReservation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reservations/{requestKey}/release": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the reservation, as it was asked for. */
                requestKey: components["parameters"]["RequestKey"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give back what is open
         * @description Durable when it is answered, and then delivered until the org has it, also when the org is away. Repeating is harmless; a key that was not reserved yet is blocked.
         */
        post: operations["release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every change of availability, for who keeps a copy
         * @description Begin without `after`, go on with `nextCursor` at once while `hasMore`, and ask again later. Take an item when its version is greater than the one you have.
         *     Figures are of no channel: a shop that sells by channel asks for the availability of what changed.
         */
        get: operations["getChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description No | and no control characters.
         * @example LAMP-1
         */
        Sku: string;
        /**
         * @description No | and no control characters.
         * @example LYON
         */
        LocationCode: string;
        /** @example WEB */
        Channel: string;
        /**
         * @description Case-sensitive.
         * @example web-4711-1
         */
        RequestKey: string;
        /**
         * @description Above 0, in the base unit.
         * @example 1
         */
        Quantity: number;
        /**
         * Format: int32
         * @description Unique within its transaction.
         * @example 1
         */
        LineNumber: number;
        AvailabilityQuestion: {
            channel: components["schemas"]["Channel"];
            skus?: components["schemas"]["Sku"][];
            locations?: components["schemas"]["LocationCode"][];
            groups?: components["schemas"]["LocationCode"][];
            /** Format: int32 */
            days?: number;
            sums?: boolean;
            cursor?: string;
        };
        AvailabilityAnswer: {
            /** Format: date-time */
            asOf: string;
            items: {
                sku: components["schemas"]["Sku"];
                location?: components["schemas"]["LocationCode"];
                group?: components["schemas"]["LocationCode"];
                available: number;
                /** @description From each day on this much, until the next; the first is today. */
                promisable?: {
                    /** Format: date */
                    from: string;
                    quantity: number;
                }[];
                /**
                 * Format: int64
                 * @description Of one location only.
                 */
                version?: number;
            }[];
            /** @description What was asked for and does not exist. */
            unknown: string[];
            nextCursor?: string;
        };
        ReservationCommand: {
            requestKey: components["schemas"]["RequestKey"];
            /** @enum {string} */
            kind: "Firm" | "Cart";
            /** @enum {string} */
            purpose: "Pickup" | "Ship";
            channel: components["schemas"]["Channel"];
            orderRef?: string;
            /** @description How the store calls the customer who collects. */
            customer?: string;
            priority?: number;
            allOrNothing: boolean;
            /**
             * Format: date-time
             * @description Of a Cart.
             */
            expiresAt?: string;
            lines: {
                line: components["schemas"]["LineNumber"];
                sku: components["schemas"]["Sku"];
                location?: components["schemas"]["LocationCode"];
                group?: components["schemas"]["LocationCode"];
                quantity: components["schemas"]["Quantity"];
            }[];
        };
        ReservationResult: {
            requestKey: components["schemas"]["RequestKey"];
            /** @enum {string} */
            status: "Reserved" | "Partial" | "Refused";
            lines: {
                line: components["schemas"]["LineNumber"];
                granted: number;
                /** @description What is left for the channel. */
                available: number;
                /** @description A code of the org. */
                reason?: string;
                message?: string;
                /** @description Of a line that named a group, where it is promised. */
                places?: {
                    location: components["schemas"]["LocationCode"];
                    quantity: number;
                }[];
            }[];
        };
        WebReservation: {
            requestKey: components["schemas"]["RequestKey"];
            /** @enum {string} */
            status: "Reserved" | "Partial" | "Refused" | "Released" | "Expired" | "Fulfilled";
            kind?: string;
            purpose?: string;
            channel?: string;
            orderRef?: string;
            /** Format: date-time */
            expiresAt?: string;
            lines: {
                line: string;
                sku: components["schemas"]["Sku"];
                location?: components["schemas"]["LocationCode"];
                group?: components["schemas"]["LocationCode"];
                quantity: number;
                granted: number;
                fulfilled: number;
                released: number;
            }[];
        };
        Errors: {
            /** @example GW-MALFORMED */
            errorCode: string;
            /** @example transactions[0].lines[0].quantity is -1; it must be above 0. */
            message: string;
            /**
             * @example [
             *       "transactions[0].lines[0].quantity"
             *     ]
             */
            fields?: string[];
        }[];
    };
    responses: {
        /** @description GW-MALFORMED with the field and its value, or a code of the org (HF-…). */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-UNAUTHORISED; the token is missing or unknown. */
        Unauthorised: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-FORBIDDEN with the scope that is missing. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-UNKNOWN-…, or a code of the org (HF-…). */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-KEY-REUSED, GW-SEVERAL-RESERVATIONS, or a code of the org (HF-…) that tells why it cannot be had. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-BODY-TOO-LARGE. */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-MEDIA-TYPE; the content type is another than the one named here. */
        MediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-INTERNAL; nothing of the call is stored, and the log of the gateway tells why. */
        Failed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-BUSY or GW-TRY-AGAIN. Nothing was stored; send the same call again. */
        TryAgain: {
            headers: {
                /** @description Seconds. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
    };
    parameters: {
        /** @description Key of the reservation, as it was asked for. */
        RequestKey: components["schemas"]["RequestKey"];
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    queryAvailability: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "channel": "WEB",
                 *       "skus": [
                 *         "LAMP-1",
                 *         "CHAIR-7"
                 *       ],
                 *       "groups": [
                 *         "NORTH"
                 *       ],
                 *       "sums": true
                 *     }
                 */
                "application/json": components["schemas"]["AvailabilityQuestion"];
            };
        };
        responses: {
            /** @description At most 2,000 items. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asOf": "2026-11-22T10:00:00.000Z",
                     *       "items": [
                     *         {
                     *           "sku": "LAMP-1",
                     *           "group": "NORTH",
                     *           "available": 12
                     *         }
                     *       ],
                     *       "unknown": [
                     *         "CHAIR-7"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AvailabilityAnswer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    reserve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "requestKey": "web-4711-1",
                 *       "kind": "Firm",
                 *       "purpose": "Pickup",
                 *       "channel": "WEB",
                 *       "orderRef": "4711",
                 *       "allOrNothing": true,
                 *       "lines": [
                 *         {
                 *           "line": 1,
                 *           "sku": "LAMP-1",
                 *           "location": "LYON",
                 *           "quantity": 2
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ReservationCommand"];
            };
        };
        responses: {
            /** @description Decided, and durable. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "requestKey": "web-4711-1",
                     *       "status": "Reserved",
                     *       "lines": [
                     *         {
                     *           "line": 1,
                     *           "granted": 2,
                     *           "available": 5
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ReservationResult"];
                };
            };
            /** @description Not decided yet. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "requestKey": "web-4711-1",
                     *       "status": "Queued"
                     *     }
                     */
                    "application/json": {
                        requestKey: components["schemas"]["RequestKey"];
                        /** @enum {string} */
                        status: "Queued";
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    getReservation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the reservation, as it was asked for. */
                requestKey: components["parameters"]["RequestKey"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "requestKey": "web-4711-1",
                     *       "status": "Reserved",
                     *       "kind": "Firm",
                     *       "orderRef": "4711",
                     *       "lines": [
                     *         {
                     *           "line": "1",
                     *           "sku": "LAMP-1",
                     *           "location": "LYON",
                     *           "quantity": 2,
                     *           "granted": 2,
                     *           "fulfilled": 0,
                     *           "released": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WebReservation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    release: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the reservation, as it was asked for. */
                requestKey: components["parameters"]["RequestKey"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Durable. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "requestKey": "web-4711-1",
                     *       "status": "Accepted"
                     *     }
                     */
                    "application/json": {
                        requestKey: components["schemas"]["RequestKey"];
                        /** @enum {string} */
                        status: "Accepted" | "Duplicate";
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    getChanges: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the answer before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest change first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "sku": "LAMP-1",
                     *           "location": "LYON",
                     *           "available": 4,
                     *           "version": 17,
                     *           "changedAt": "2026-11-22T10:00:00.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": "c-18",
                     *       "hasMore": false
                     *     }
                     */
                    "application/json": {
                        items: {
                            sku: components["schemas"]["Sku"];
                            location: components["schemas"]["LocationCode"];
                            /** @description May be below 0. */
                            available: number;
                            /** Format: int64 */
                            version: number;
                            /** Format: date-time */
                            changedAt: string;
                        }[];
                        nextCursor: string;
                        hasMore: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
}
