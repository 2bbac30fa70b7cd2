/** Written by "npm run contracts" from salesforce.openapi.yaml. */
export interface paths {
    "/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell the org up to 200 facts, now
         * @description Answered when the org has them. A fact told again is a Duplicate, another one under its key a Conflict.
         */
        post: operations["postFacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell the org up to 200 snapshots with the documents they hold
         * @description A snapshot merges with what is known and overwrites nothing. At most 2,000 documents in all.
         */
        post: operations["postSnapshots"];
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
         * Reserve, together with others for the same positions
         * @description A refusal for want of stock is an answer. The same key with the same content repeats it.
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
         * @description Repeating is harmless; an unknown key is blocked.
         */
        post: operations["release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reservations/{requestKey}/fulfil": {
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
         * Hand over what is open
         * @description Repeating is harmless.
         */
        post: operations["fulfil"];
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
         * Every change of every position
         * @description Begin without `after`, go on with `nextCursor` at once while `hasMore`. Take an item when its version is greater than the one you have.
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
        /**
         * @description The sending system. HOLDFAST is reserved.
         * @example WMS
         */
        SourceName: string;
        ShortText: string;
        /** @description Business key at the source; case-sensitive. */
        OrgKey: string;
        SignedQuantity: number;
        /** @description Of a document of the ERP, the local facts it confirms, by reference or by day. */
        Confirms: {
            reference?: string;
            /** Format: date */
            businessDay?: string;
            /** @description The document cancels another one of them, whose facts wait for a document again. */
            takesBack?: boolean;
        };
        OrgFact: {
            key: components["schemas"]["OrgKey"];
            intent: string;
            sku: components["schemas"]["Sku"];
            location: components["schemas"]["LocationCode"];
            quantity: components["schemas"]["SignedQuantity"];
            /** Format: date-time */
            occurredAt: string;
            source: components["schemas"]["SourceName"];
            /** Format: int64 */
            sequence?: number;
            register?: string;
            reference?: components["schemas"]["ShortText"];
            /** Format: date */
            businessDay?: string;
            condition?: string;
            correlation?: components["schemas"]["ShortText"];
            actor?: components["schemas"]["ShortText"];
            device?: components["schemas"]["ShortText"];
            reason?: string;
            confirms?: components["schemas"]["Confirms"];
            reverses?: components["schemas"]["OrgKey"];
        };
        OrgSnapshot: {
            key: components["schemas"]["OrgKey"];
            sku: components["schemas"]["Sku"];
            location: components["schemas"]["LocationCode"];
            /** Format: date-time */
            asOf: string;
            /**
             * Format: date-time
             * @description Documents before are part of it, named or not.
             */
            from: string;
            sellable: components["schemas"]["SignedQuantity"];
            inspection?: components["schemas"]["SignedQuantity"];
            damaged?: components["schemas"]["SignedQuantity"];
            documents?: {
                key: components["schemas"]["OrgKey"];
                quantity: components["schemas"]["SignedQuantity"];
                /** @enum {string} */
                condition?: "sellable" | "inspection" | "damaged" | "transit";
                /** Format: date-time */
                occurredAt: string;
                confirms?: components["schemas"]["Confirms"];
            }[];
        };
        OrgReservationCommand: {
            requestKey: components["schemas"]["RequestKey"];
            /** @enum {string} */
            kind: "Firm" | "Cart" | "Fence" | "Quota";
            /** @enum {string} */
            purpose: "Pickup" | "Ship" | "Transfer";
            channel: components["schemas"]["Channel"];
            register?: string;
            orderRef?: components["schemas"]["ShortText"];
            customer?: components["schemas"]["ShortText"];
            priority?: number;
            allOrNothing: boolean;
            /** Format: date-time */
            expiresAt?: string;
            lines: {
                line: components["schemas"]["LineNumber"];
                sku: components["schemas"]["Sku"];
                location?: components["schemas"]["LocationCode"];
                group?: components["schemas"]["LocationCode"];
                quantity: components["schemas"]["Quantity"];
            }[];
        };
        /** @description Absent, or without lines, for the whole reservation. */
        Goals: {
            lines?: {
                line: components["schemas"]["LineNumber"];
                quantity?: components["schemas"]["Quantity"];
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
        /** @description What became of each. */
        FactResults: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "results": [
                 *         {
                 *           "key": "WMS-881-1",
                 *           "effect": "Applied"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    results: {
                        key: string;
                        /** @enum {string} */
                        effect: "Applied" | "Duplicate" | "Absorbed" | "Quarantined" | "Conflict" | "Queued";
                        reason?: string;
                        message?: string;
                    }[];
                };
            };
        };
        /** @description As it stands; what the org tells of it. */
        Reservation: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "requestKey": "oms-4711-1",
                 *       "status": "Reserved",
                 *       "kind": "Firm",
                 *       "lines": [
                 *         {
                 *           "line": 1,
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
                "application/json": {
                    requestKey: components["schemas"]["RequestKey"];
                    /** @enum {string} */
                    status: "Reserved" | "Partial" | "Refused" | "Released" | "Expired" | "Fulfilled";
                    lines: Record<string, never>[];
                } & {
                    [key: string]: unknown;
                };
            };
        };
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
    postFacts: {
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
                 *       "facts": [
                 *         {
                 *           "key": "WMS-881-1",
                 *           "intent": "StockReceived",
                 *           "sku": "LAMP-1",
                 *           "location": "DC-1",
                 *           "quantity": 40,
                 *           "occurredAt": "2026-11-21T08:00:00Z",
                 *           "source": "WMS"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    facts: components["schemas"]["OrgFact"][];
                };
            };
        };
        responses: {
            200: components["responses"]["FactResults"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    postSnapshots: {
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
                 *       "source": "SAP",
                 *       "snapshots": [
                 *         {
                 *           "key": "LAMP-1-DC-1-2026-11-21",
                 *           "sku": "LAMP-1",
                 *           "location": "DC-1",
                 *           "asOf": "2026-11-21T06:00:00Z",
                 *           "from": "2026-11-21T00:00:00Z",
                 *           "sellable": 40,
                 *           "documents": [
                 *             {
                 *               "key": "2026/5000012345/1",
                 *               "quantity": -3,
                 *               "occurredAt": "2026-11-21T04:10:00Z"
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    source: components["schemas"]["SourceName"];
                    snapshots: components["schemas"]["OrgSnapshot"][];
                };
            };
        };
        responses: {
            200: components["responses"]["FactResults"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
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
                 *       "requestKey": "oms-4711-1",
                 *       "kind": "Firm",
                 *       "purpose": "Ship",
                 *       "channel": "WEB",
                 *       "allOrNothing": true,
                 *       "lines": [
                 *         {
                 *           "line": 1,
                 *           "sku": "LAMP-1",
                 *           "group": "NORTH",
                 *           "quantity": 2
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["OrgReservationCommand"];
            };
        };
        responses: {
            /** @description Decided, or Queued where the org decides later. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "requestKey": "oms-4711-1",
                     *       "status": "Reserved",
                     *       "lines": [
                     *         {
                     *           "line": 1,
                     *           "granted": 2,
                     *           "available": 5,
                     *           "places": [
                     *             {
                     *               "location": "LYON",
                     *               "quantity": 2
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        requestKey: components["schemas"]["RequestKey"];
                        /** @enum {string} */
                        status: "Reserved" | "Partial" | "Refused" | "Queued";
                        lines: {
                            line: components["schemas"]["LineNumber"];
                            granted: number;
                            available: number;
                            reason?: string;
                            message?: string;
                            places?: {
                                location: components["schemas"]["LocationCode"];
                                quantity: number;
                            }[];
                        }[];
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
            200: components["responses"]["Reservation"];
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
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "lines": [
                 *         {
                 *           "line": 1,
                 *           "quantity": 2
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["Goals"];
            };
        };
        responses: {
            200: components["responses"]["Reservation"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    fulfil: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the reservation, as it was asked for. */
                requestKey: components["parameters"]["RequestKey"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "lines": [
                 *         {
                 *           "line": 1,
                 *           "quantity": 2
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["Goals"];
            };
        };
        responses: {
            200: components["responses"]["Reservation"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
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
                     *           "onHand": 6,
                     *           "reserved": 2,
                     *           "safety": 0,
                     *           "inspection": 0,
                     *           "damaged": 0,
                     *           "inTransit": 0,
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
                            onHand: number;
                            reserved: number;
                            safety: number;
                            inspection: number;
                            damaged: number;
                            inTransit: number;
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
