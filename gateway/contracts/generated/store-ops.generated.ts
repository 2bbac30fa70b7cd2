/** Written by "npm run contracts" from store-ops.openapi.yaml. */
export interface paths {
    "/reservations/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a customer collects here
         * @description The code is the pickup code the customer shows, the order number or the request key of the reservation.
         */
        get: operations["checkReservation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hand-overs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a customer what is reserved here
         * @description What is open at the location is fulfilled. Repeating is harmless.
         */
        post: operations["handOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what was on the shelf
         * @description What was counted decides what is on hand at that moment, whatever is told later of the time before.
         */
        post: operations["postCount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what arrived
         * @description From a supplier, or with `transfer` from another location of ours; what does not match what was announced is taken in all the same.
         */
        post: operations["postReceipt"];
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
         * @description 8, 12, 13 or 14 digits.
         * @example 4006381333931
         */
        Gtin: string;
        /**
         * @description No | and no control characters.
         * @example LYON
         */
        LocationCode: string;
        /**
         * @description Case-sensitive.
         * @example web-4711-1
         */
        RequestKey: string;
        /** @example K7M2QX */
        CollectCode: string;
        /**
         * @description Given by the handheld and unique for ever.
         * @example C-4711
         */
        DocumentNo: string;
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
        Person: string;
        Collectable: {
            requestKey: components["schemas"]["RequestKey"];
            /** @enum {string} */
            status: "Reserved" | "Partial" | "Refused" | "Released" | "Expired" | "Fulfilled";
            /** @description What the lines of a sale name to hand this over. */
            correlation: string;
            orderRef?: string;
            /** @description How the store calls the customer. */
            customer?: string;
            lines: {
                line: string;
                sku: components["schemas"]["Sku"];
                /** @description Still to be handed over here. */
                open: number;
            }[];
        };
        HandOverAnswer: {
            requestKey: components["schemas"]["RequestKey"];
            /** @enum {string} */
            status: "Fulfilled";
            lines: {
                line: string;
                sku: components["schemas"]["Sku"];
                /** @description Handed over with this call; 0 for what was handed over before. */
                quantity: number;
            }[];
        };
        CountTold: {
            documentNo: components["schemas"]["DocumentNo"];
            location: components["schemas"]["LocationCode"];
            actor?: components["schemas"]["Person"];
            device?: components["schemas"]["Person"];
            lines: {
                line: components["schemas"]["LineNumber"];
                sku?: components["schemas"]["Sku"];
                gtin?: components["schemas"]["Gtin"];
                quantity: number;
                /** Format: date-time */
                countedAt: string;
            }[];
        };
        ReceiptTold: {
            documentNo: components["schemas"]["DocumentNo"];
            location: components["schemas"]["LocationCode"];
            /** Format: date-time */
            occurredAt: string;
            /** @description Document number of the transfer the goods came with. */
            transfer?: string;
            /** @description Delivery note or purchase order; absent: the document number. */
            reference?: string;
            actor?: components["schemas"]["Person"];
            device?: components["schemas"]["Person"];
            lines: {
                line: components["schemas"]["LineNumber"];
                sku?: components["schemas"]["Sku"];
                gtin?: components["schemas"]["Gtin"];
                quantity: components["schemas"]["Quantity"];
                /**
                 * @description Absent: sellable.
                 * @enum {string}
                 */
                condition?: "sellable" | "inspection" | "damaged";
            }[];
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
        /** @description Durable; one answer per line, in their order. */
        Told: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "lines": [
                 *         {
                 *           "key": "C-4711-1",
                 *           "status": "Accepted"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    lines: components["schemas"]["FactAnswer"][];
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
        /** @description GW-KEY-REUSED, GW-SEVERAL-RESERVATIONS, GW-NOTHING-OPEN (it was rung up at a till), or a code of the org (HF-…) that tells why it cannot be had. */
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
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    checkReservation: {
        parameters: {
            query: {
                /** @description Where the customer stands. */
                location: components["schemas"]["LocationCode"];
            };
            header?: never;
            path: {
                /** @description Pickup code, order number or request key. */
                code: components["schemas"]["CollectCode"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reservations under the code, with their lines at this location. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reservations": [
                     *         {
                     *           "requestKey": "web-4711-1",
                     *           "status": "Reserved",
                     *           "orderRef": "4711",
                     *           "correlation": "web-4711-1",
                     *           "lines": [
                     *             {
                     *               "line": "1",
                     *               "sku": "LAMP-1",
                     *               "open": 2
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        reservations: components["schemas"]["Collectable"][];
                    };
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
    handOver: {
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
                 *       "code": "K7M2QX",
                 *       "location": "LYON"
                 *     }
                 */
                "application/json": {
                    code: components["schemas"]["CollectCode"];
                    location: components["schemas"]["LocationCode"];
                };
            };
        };
        responses: {
            /** @description Handed over. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "requestKey": "web-4711-1",
                     *       "status": "Fulfilled",
                     *       "lines": [
                     *         {
                     *           "line": "1",
                     *           "sku": "LAMP-1",
                     *           "quantity": 2
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["HandOverAnswer"];
                };
            };
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
    postCount: {
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
                 *       "documentNo": "C-4711",
                 *       "location": "LYON",
                 *       "actor": "Kim",
                 *       "lines": [
                 *         {
                 *           "line": 1,
                 *           "sku": "LAMP-1",
                 *           "quantity": 0,
                 *           "countedAt": "2026-11-21T19:00:00+01:00"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CountTold"];
            };
        };
        responses: {
            202: components["responses"]["Told"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    postReceipt: {
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
                 *       "documentNo": "R-4711",
                 *       "location": "LYON",
                 *       "occurredAt": "2026-11-21T08:00:00+01:00",
                 *       "lines": [
                 *         {
                 *           "line": 1,
                 *           "gtin": "4006381333931",
                 *           "quantity": 4
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ReceiptTold"];
            };
        };
        responses: {
            202: components["responses"]["Told"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
}
