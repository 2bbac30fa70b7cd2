/** Written by "npm run contracts" from inventory-intent.openapi.yaml. */
export interface paths {
    "/intents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell up to 200 facts
         * @description All are stored in one transaction, or none. What the org makes of each is found under its source and key.
         */
        post: operations["postIntents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/intents/{source}/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of a fact
         * @description Done work is forgotten after some days; the org keeps the fact.
         */
        get: operations["getIntent"];
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
        /**
         * @description The sending system.
         * @example TILL
         */
        Source: string;
        /**
         * @description The sending system. HOLDFAST is reserved.
         * @example WMS
         */
        SourceName: string;
        /**
         * @description Business key at the source; case-sensitive.
         * @example WMS-881-1
         */
        FactKey: string;
        ShortText: string;
        Intent: {
            key: components["schemas"]["FactKey"];
            /** @description StockReceived, StockSold, StockReturned, StockAdjusted, StockCounted, Reversal, TransferDispatched … and what else the org defines. */
            intent: string;
            sku: components["schemas"]["Sku"];
            location: components["schemas"]["LocationCode"];
            quantity: number;
            /** Format: date-time */
            occurredAt: string;
            source: components["schemas"]["SourceName"];
            /** Format: int64 */
            sequence?: number;
            register?: string;
            reference?: components["schemas"]["ShortText"];
            /** Format: date */
            businessDay?: string;
            /** @enum {string} */
            condition?: "sellable" | "inspection" | "damaged";
            correlation?: components["schemas"]["ShortText"];
            actor?: components["schemas"]["ShortText"];
            device?: components["schemas"]["ShortText"];
            /** @description Required for StockAdjusted. */
            reason?: string;
            /** @description Reversal only; key of the fact of the same source that it takes back. */
            reverses?: string;
        };
        FactAnswer: {
            /** @description Of the fact that the org gets. */
            key: string;
            /**
             * @description Held: kept, and waits for somebody to mend what the reason says. Conflict: something else was told under this key before; both are kept.
             * @enum {string}
             */
            status: "Accepted" | "Duplicate" | "Held" | "Conflict";
            /** @enum {string} */
            reason?: "GW-UNKNOWN-STORE" | "GW-UNKNOWN-GTIN";
            message?: string;
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
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    postIntents: {
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
                 *       "intents": [
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
                    intents: components["schemas"]["Intent"][];
                };
            };
        };
        responses: {
            /** @description Durable; one answer per fact, in their order. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "intents": [
                     *         {
                     *           "key": "WMS-881-1",
                     *           "status": "Accepted"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        intents: components["schemas"]["FactAnswer"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    getIntent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The sending system. */
                source: components["schemas"]["Source"];
                /** @description Its business key. */
                key: components["schemas"]["FactKey"];
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
                     *       "source": "WMS",
                     *       "key": "WMS-881-1",
                     *       "state": "Done",
                     *       "effect": "Applied",
                     *       "attempts": 1,
                     *       "receivedAt": "2026-11-21T08:00:00.000Z",
                     *       "endedAt": "2026-11-21T08:00:00.200Z"
                     *     }
                     */
                    "application/json": {
                        source: components["schemas"]["Source"];
                        key: components["schemas"]["FactKey"];
                        /** @enum {string} */
                        state: "Waiting" | "Done" | "Dead" | "Discarded";
                        /** @description What the org made of it: Applied, Duplicate, Absorbed, Quarantined. */
                        effect?: string;
                        reason?: string;
                        message?: string;
                        /** Format: int32 */
                        attempts: number;
                        /** Format: date-time */
                        receivedAt: string;
                        /** Format: date-time */
                        endedAt?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Failed"];
        };
    };
}
