/** Written by "npm run contracts" from pos-ingest.openapi.yaml. */
export interface paths {
    "/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell up to 200 lines of transactions
         * @description Stored in one transaction, and answered line by line. The same `Idempotency-Key` with the same body repeats the recorded answer; with another body it is 409 GW-KEY-REUSED.
         *     A transaction is known by store, register, business day and sequence, its lines by their number: told again, under whatever Idempotency-Key, it is a Duplicate.
         *     Tell also what moved no goods (NoSale): sequences without gaps are how a lost upload is noticed. Uploads may come late and in any order.
         */
        post: operations["postTransactions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/poslog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell transactions as an ARTS POSLog 6 document
         * @description `Transaction` elements with RetailTransaction: sale and return lines, and post-voids; what else a document holds (tenders, taxes, totals, control and tender transactions) moves no goods and is passed over, but its sequence number counts.
         *     Times need an offset. Documents with a DTD or entities of their own are refused, and so is XML nested deeper than 32 elements. Otherwise as transactions.
         */
        post: operations["postPosLog"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/registers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far each register has told, and what is missing
         * @description Registers of one store, one business day each where numbers begin anew every day; the newest day first, 200 at most.
         */
        get: operations["getRegisters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep stock for a till that may go offline
         * @description What is granted may be sold offline; sales of this register spend it, whenever they are told. The same key with the same lines repeats its answer.
         */
        post: operations["openQuota"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quotas/{requestKey}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the quota, as it was opened. */
                requestKey: components["parameters"]["RequestKey"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Keep more or less of a line
         * @description A quantity is the total to be kept, with what was sold of it, so that repeating it is harmless. All lines or none.
         */
        patch: operations["extendQuota"];
        trace?: never;
    };
    "/quotas/{requestKey}/return": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the quota, as it was opened. */
                requestKey: components["parameters"]["RequestKey"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give back what was not sold
         * @description Tell all sales of the register first; what is still open is then given back. Repeating is harmless.
         */
        post: operations["returnQuota"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
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
    "/pickups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand a reservation over at the till
         * @description Without `sale` the goods are handed over: what is open here is fulfilled. With `sale` they are rung up: the open lines become lines of that transaction, with the reservation as correlation, and the org hands them over when it gets them; the till does not tell the transaction a second time with other lines.
         *     Repeating is harmless.
         */
        post: operations["postPickup"];
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
         * @description The store, as tills call it.
         * @example LYON
         */
        StoreCode: string;
        /**
         * @description The register (workstation) within its store. Without hyphens, which separate the parts of keys.
         * @example 3
         */
        RegisterCode: string;
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
         * Format: int64
         * @description Number of the transaction at its register, one after another within a business day or beyond.
         * @example 123
         */
        Sequence: number;
        /**
         * @description Case-sensitive.
         * @example web-4711-1
         */
        RequestKey: string;
        /** @example K7M2QX */
        CollectCode: string;
        /**
         * @description Of goods that came back. Absent: inspection.
         * @enum {string}
         */
        Condition: "sellable" | "inspection" | "damaged";
        Upload: {
            /** @description At most 200 lines in all. */
            transactions: components["schemas"]["Transaction"][];
        };
        Transaction: {
            store: components["schemas"]["StoreCode"];
            register: components["schemas"]["RegisterCode"];
            /**
             * Format: date
             * @description The trading day it belongs to.
             */
            businessDay: string;
            sequence: components["schemas"]["Sequence"];
            /**
             * @description Void takes back an earlier transaction, NoSale moved nothing (drawer opened, cancelled before payment), Refund gives money and takes no goods back. Sale, Return and Refund say what its lines are, unless a line says otherwise.
             * @enum {string}
             */
            kind: "Sale" | "Return" | "Void" | "NoSale" | "Refund";
            /**
             * Format: date-time
             * @description With an offset. When the customer paid, not when it was uploaded.
             */
            occurredAt: string;
            /** @description Who stood at the till. */
            actor?: string;
            /** @description Absent: the register. */
            device?: string;
            voids?: components["schemas"]["Voided"];
            /** @description Required for all but NoSale. Of a Void: the lines as they were in the transaction it takes back. */
            lines?: components["schemas"]["TransactionLine"][];
        };
        /** @description Required for a Void. The earlier transaction of the same store. */
        Voided: {
            register?: components["schemas"]["RegisterCode"];
            /** Format: date */
            businessDay: string;
            sequence: components["schemas"]["Sequence"];
        };
        /** @description sku or gtin is required, except for a Refund. */
        TransactionLine: {
            line: components["schemas"]["LineNumber"];
            /**
             * @description Where a line is of another kind than its transaction: an exchange is a Sale with Return lines.
             * @enum {string}
             */
            kind?: "Sale" | "Return" | "Refund";
            sku?: components["schemas"]["Sku"];
            gtin?: components["schemas"]["Gtin"];
            /** @description In the base unit; of a line with a gtin, what was scanned: packs count as what is in them. */
            quantity: components["schemas"]["Quantity"];
            condition?: components["schemas"]["Condition"];
            /** @description Request key of the reservation the customer collects with this line. */
            correlation?: components["schemas"]["RequestKey"];
            reason?: string;
        };
        UploadAnswer: {
            /** @description In the order of the upload. */
            transactions: {
                store: components["schemas"]["StoreCode"];
                register: components["schemas"]["RegisterCode"];
                /** Format: date */
                businessDay: string;
                sequence: components["schemas"]["Sequence"];
                lines: components["schemas"]["LineAnswer"][];
            }[];
        };
        LineAnswer: {
            line: components["schemas"]["LineNumber"];
            /**
             * @description Conflict: another line was told under this key before; both are kept, and somebody must look. Held: stored, and waits for somebody to mend what the reason says; nothing need be sent again. NoGoods: nothing moved.
             * @enum {string}
             */
            status: "Accepted" | "Duplicate" | "Held" | "Conflict" | "NoGoods";
            /** @description Of the fact that the org gets. Absent with NoGoods. */
            key?: string;
            /**
             * @description Why it is held.
             * @enum {string}
             */
            reason?: "GW-UNKNOWN-STORE" | "GW-UNKNOWN-GTIN";
            message?: string;
        };
        RegisterDay: {
            store: components["schemas"]["StoreCode"];
            register: components["schemas"]["RegisterCode"];
            /**
             * Format: date
             * @description Absent where numbers run on over days.
             */
            businessDay?: string;
            /**
             * Format: int64
             * @description Nothing is missing up to here.
             */
            contiguous: number;
            /** Format: int64 */
            highest: number;
            /** @description Ranges that were not told. */
            missing: components["schemas"]["SequenceRange"][];
            /**
             * Format: int64
             * @description Told so far.
             */
            transactions: number;
            /**
             * Format: date-time
             * @description When the latest of them happened.
             */
            lastAt: string;
        };
        SequenceRange: {
            /** Format: int64 */
            from: number;
            /** Format: int64 */
            to: number;
        };
        QuotaRequest: {
            requestKey: components["schemas"]["RequestKey"];
            store: components["schemas"]["StoreCode"];
            register: components["schemas"]["RegisterCode"];
            lines: {
                line: components["schemas"]["LineNumber"];
                sku: components["schemas"]["Sku"];
                quantity: components["schemas"]["Quantity"];
            }[];
        };
        /** @description Queued means that the org is in peak mode and decides in some seconds; ask again with the same call. */
        QuotaAnswer: {
            requestKey: components["schemas"]["RequestKey"];
            /** @enum {string} */
            status: "Reserved" | "Partial" | "Refused" | "Queued";
            lines: {
                line: components["schemas"]["LineNumber"];
                /** @description What may be sold offline. */
                granted: number;
                available: number;
                /** @description A code of the org. */
                reason?: string;
                message?: string;
            }[];
        };
        ReservationState: {
            requestKey: components["schemas"]["RequestKey"];
            /** @enum {string} */
            status: "Reserved" | "Partial" | "Refused" | "Released" | "Expired" | "Fulfilled";
            lines: {
                line: string;
                sku: components["schemas"]["Sku"];
                granted: number;
                /** @description Sold, of a quota. */
                fulfilled: number;
                released: number;
            }[];
        };
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
        Pickup: {
            code: components["schemas"]["CollectCode"];
            store: components["schemas"]["StoreCode"];
            register: components["schemas"]["RegisterCode"];
            actor?: string;
            /** @description The transaction it is rung up with. */
            sale?: {
                /** Format: date */
                businessDay: string;
                sequence: components["schemas"]["Sequence"];
                /** Format: date-time */
                occurredAt: string;
            };
        };
        PickupAnswer: {
            requestKey: components["schemas"]["RequestKey"];
            /**
             * @description RungUp: the sale is durable and hands the goods over.
             * @enum {string}
             */
            status: "Fulfilled" | "RungUp";
            lines: {
                line: string;
                sku: components["schemas"]["Sku"];
                /** @description Handed over with this call; 0 for what was handed over before. */
                quantity: number;
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
        /** @description As it stands. */
        Reservation: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "requestKey": "quota-LYON-3-2026-11-21",
                 *       "status": "Reserved",
                 *       "lines": [
                 *         {
                 *           "line": "1",
                 *           "sku": "LAMP-1",
                 *           "granted": 4,
                 *           "fulfilled": 1,
                 *           "released": 0
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ReservationState"];
            };
        };
        /** @description GW-MALFORMED with the field and its value. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-SIGNATURE when the network is unknown or no signature fits, GW-CLOCK when the clock of the caller is more than five minutes off. */
        Unauthorised: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-UNKNOWN-STORE, GW-UNKNOWN-RESERVATION, or a code of the org (HF-…). */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-KEY-REUSED, GW-NOTHING-OPEN, GW-SEVERAL-RESERVATIONS, or a code of the org (HF-…) that tells why it cannot be had. */
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
        /**
         * @description Of this upload. The same one for every attempt to send it.
         * @example upload-LYON-3-20261121-0042
         */
        IdempotencyKey: string;
        /** @description Key of the quota, as it was opened. */
        RequestKey: components["schemas"]["RequestKey"];
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    postTransactions: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Of this upload. The same one for every attempt to send it.
                 * @example upload-LYON-3-20261121-0042
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "transactions": [
                 *         {
                 *           "store": "LYON",
                 *           "register": "3",
                 *           "businessDay": "2026-11-21",
                 *           "sequence": 123,
                 *           "kind": "Sale",
                 *           "occurredAt": "2026-11-21T10:14:03+01:00",
                 *           "lines": [
                 *             {
                 *               "line": 1,
                 *               "sku": "LAMP-1",
                 *               "quantity": 1
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["Upload"];
            };
        };
        responses: {
            /** @description Durable. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "transactions": [
                     *         {
                     *           "store": "LYON",
                     *           "register": "3",
                     *           "businessDay": "2026-11-21",
                     *           "sequence": 123,
                     *           "lines": [
                     *             {
                     *               "line": 1,
                     *               "status": "Accepted",
                     *               "key": "LYON-3-20261121-123-1"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["UploadAnswer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    postPosLog: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Of this upload. The same one for every attempt to send it.
                 * @example upload-LYON-3-20261121-0042
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example <POSLog MajorVersion="6"><Transaction><RetailStoreID>LYON</RetailStoreID></Transaction></POSLog> */
                "application/xml": string;
            };
        };
        responses: {
            /** @description Durable. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "transactions": [
                     *         {
                     *           "store": "LYON",
                     *           "register": "3",
                     *           "businessDay": "2026-11-21",
                     *           "sequence": 123,
                     *           "lines": [
                     *             {
                     *               "line": 1,
                     *               "status": "Duplicate",
                     *               "key": "LYON-3-20261121-123-1"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["UploadAnswer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    getRegisters: {
        parameters: {
            query: {
                /** @description As tills call it. */
                store: components["schemas"]["StoreCode"];
                /** @description Only this day. */
                businessDay?: string;
                /** @description Only those with gaps. */
                missing?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is known. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "registers": [
                     *         {
                     *           "store": "LYON",
                     *           "register": "3",
                     *           "businessDay": "2026-11-21",
                     *           "contiguous": 123,
                     *           "highest": 126,
                     *           "missing": [
                     *             {
                     *               "from": 124,
                     *               "to": 125
                     *             }
                     *           ],
                     *           "transactions": 5,
                     *           "lastAt": "2026-11-21T09:14:03.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        registers: components["schemas"]["RegisterDay"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            500: components["responses"]["Failed"];
        };
    };
    openQuota: {
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
                 *       "requestKey": "quota-LYON-3-2026-11-21",
                 *       "store": "LYON",
                 *       "register": "3",
                 *       "lines": [
                 *         {
                 *           "line": 1,
                 *           "sku": "LAMP-1",
                 *           "quantity": 2
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["QuotaRequest"];
            };
        };
        responses: {
            /** @description Decided by the org. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "requestKey": "quota-LYON-3-2026-11-21",
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
                    "application/json": components["schemas"]["QuotaAnswer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    extendQuota: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the quota, as it was opened. */
                requestKey: components["parameters"]["RequestKey"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "lines": [
                 *         {
                 *           "line": 1,
                 *           "quantity": 4
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    lines: {
                        line: components["schemas"]["LineNumber"];
                        quantity: components["schemas"]["Quantity"];
                    }[];
                };
            };
        };
        responses: {
            200: components["responses"]["Reservation"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    returnQuota: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key of the quota, as it was opened. */
                requestKey: components["parameters"]["RequestKey"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Reservation"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    checkReservation: {
        parameters: {
            query: {
                /** @description Where the customer stands. */
                store: components["schemas"]["StoreCode"];
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
            /** @description Reservations under the code, with their lines at this store. */
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
            404: components["responses"]["NotFound"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    postPickup: {
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
                 *       "store": "LYON",
                 *       "register": "3"
                 *     }
                 */
                "application/json": components["schemas"]["Pickup"];
            };
        };
        responses: {
            /** @description Handed over, or rung up and durable. */
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
                    "application/json": components["schemas"]["PickupAnswer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
}
