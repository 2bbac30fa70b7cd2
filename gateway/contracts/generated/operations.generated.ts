/** Written by "npm run contracts" from operations.openapi.yaml. */
export interface paths {
    "/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lag, outbox, gaps and subscriptions, now
         * @description Percentiles are of the last minutes, counts since this process started, work is what the store holds.
         */
        get: operations["getFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Work of a kind, source or state, oldest first
         * @description Pages by id. Bodies are shown for single items only.
         */
        get: operations["findWork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/work/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One item with what it carries
         * @description The body is what will be, or was, delivered.
         */
        get: operations["getWork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/work/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let dead or discarded work wait again
         * @description Its attempts count anew. What waits already is left alone.
         */
        post: operations["redriveWork"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/work/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give up on work
         * @description It is kept, and can be re-driven. Done work is left alone.
         */
        post: operations["discardWork"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/work/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver again what was received in a span of time
         * @description For an org that was restored to an earlier state. What the org still has it answers as Duplicate.
         */
        post: operations["replayWork"];
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
         * Format: int64
         * @description Grows in the order of arrival.
         * @example 42
         */
        WorkId: number;
        /** @enum {string} */
        WorkState: "Waiting" | "Done" | "Dead" | "Discarded";
        /**
         * @description notice:NAME is news for the web shop of that name.
         * @example fact
         */
        WorkKind: string;
        /**
         * @description The sending system.
         * @example TILL
         */
        Source: string;
        Work: {
            id: components["schemas"]["WorkId"];
            kind: components["schemas"]["WorkKind"];
            source: components["schemas"]["Source"];
            /** @description Business key at the source. */
            key: string;
            state: components["schemas"]["WorkState"];
            /** Format: int32 */
            attempts: number;
            /** @description What the other side made of it. */
            effect?: string;
            /** @description Stable code of why it is dead, or of the last failure. */
            reason?: string;
            message?: string;
            /** Format: date-time */
            occurredAt: string;
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            endedAt?: string;
            /**
             * Format: date-time
             * @description Of work that waits.
             */
            nextAttemptAt?: string;
            /** @description What will be, or was, delivered. Of a single item only. */
            body?: Record<string, never>;
        };
        Figures: {
            /** Format: date-time */
            at: string;
            sources: {
                source: components["schemas"]["Source"];
                hops: {
                    /** @description From one system to the next, for example gateway-to-org. */
                    hop: string;
                    p50Ms: number;
                    p95Ms: number;
                    p99Ms: number;
                    /** Format: int64 */
                    count: number;
                }[];
                /** @description received, applied, duplicate, quarantined, sequence-gap, dead, … */
                counts: {
                    [key: string]: number;
                };
            }[];
            work: {
                kind: components["schemas"]["WorkKind"];
                source: components["schemas"]["Source"];
                state: components["schemas"]["WorkState"];
                effect?: string;
                /** Format: int64 */
                count: number;
                /**
                 * Format: date-time
                 * @description Of what waits.
                 */
                oldestReceivedAt?: string;
            }[];
            breakers: {
                /** @example org */
                system: string;
                /** @enum {string} */
                state: "Closed" | "Open" | "HalfOpen";
                /** Format: date-time */
                since?: string;
            }[];
            subscriptions: {
                topic: string;
                /** @description For example Live. */
                state: string;
                /** @description Replay id, opaque. */
                position?: string;
                /**
                 * Format: int64
                 * @description Events behind the newest, where the other side tells.
                 */
                lagEvents?: number;
                /** Format: date-time */
                lastEventAt?: string;
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
        /** @description Durable. */
        Changed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "changed": 2
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: int64
                     * @description How many items.
                     */
                    changed: number;
                };
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
        /** @description GW-UNAUTHORISED; no token of a configured client. */
        Unauthorised: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-FORBIDDEN; the client lacks the scope. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-UNKNOWN-WORK. */
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
    };
    parameters: never;
    requestBodies: {
        Ids: {
            content: {
                /**
                 * @example {
                 *       "ids": [
                 *         42,
                 *         43
                 *       ]
                 *     }
                 */
                "application/json": {
                    ids: components["schemas"]["WorkId"][];
                };
            };
        };
    };
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getFigures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of `at`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "at": "2026-11-22T10:00:00.000Z",
                     *       "sources": [
                     *         {
                     *           "source": "TILL",
                     *           "hops": [
                     *             {
                     *               "hop": "gateway-to-org",
                     *               "p50Ms": 12,
                     *               "p95Ms": 31,
                     *               "p99Ms": 60,
                     *               "count": 512
                     *             }
                     *           ],
                     *           "counts": {
                     *             "received": 512,
                     *             "applied": 510,
                     *             "duplicate": 2
                     *           }
                     *         }
                     *       ],
                     *       "work": [
                     *         {
                     *           "kind": "fact",
                     *           "source": "TILL",
                     *           "state": "Waiting",
                     *           "count": 3,
                     *           "oldestReceivedAt": "2026-11-22T09:59:59.500Z"
                     *         }
                     *       ],
                     *       "breakers": [
                     *         {
                     *           "system": "org",
                     *           "state": "Closed"
                     *         }
                     *       ],
                     *       "subscriptions": [
                     *         {
                     *           "topic": "/data/Stock_Reservation__ChangeEvent",
                     *           "state": "Live"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Figures"];
                };
            };
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
        };
    };
    findWork: {
        parameters: {
            query?: {
                /** @description For example Dead. */
                state?: components["schemas"]["WorkState"];
                /** @description Only this kind. */
                kind?: components["schemas"]["WorkKind"];
                /** @description Only of this source. */
                source?: components["schemas"]["Source"];
                /** @description Only under this business key. */
                key?: string;
                /** @description Received at this moment or later. */
                from?: string;
                /** @description Received before this moment. */
                to?: string;
                /** @description `nextAfterId` of the page before. */
                afterId?: components["schemas"]["WorkId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At most 200 items. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": 42,
                     *           "kind": "document",
                     *           "source": "SAP",
                     *           "key": "2026/4900001234",
                     *           "state": "Dead",
                     *           "attempts": 1,
                     *           "reason": "GW-UNMAPPED",
                     *           "message": "Movement type 951 is not in the movement map.",
                     *           "occurredAt": "2026-11-22T09:00:00.000Z",
                     *           "receivedAt": "2026-11-22T09:00:01.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Work"][];
                        nextAfterId?: components["schemas"]["WorkId"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
        };
    };
    getWork: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the item. */
                id: components["schemas"]["WorkId"];
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
                     *       "id": 42,
                     *       "kind": "document",
                     *       "source": "SAP",
                     *       "key": "2026/4900001234",
                     *       "state": "Dead",
                     *       "attempts": 1,
                     *       "occurredAt": "2026-11-22T09:00:00.000Z",
                     *       "receivedAt": "2026-11-22T09:00:01.000Z",
                     *       "body": {
                     *         "year": "2026",
                     *         "number": "4900001234"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Work"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
        };
    };
    redriveWork: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Ids"];
        responses: {
            200: components["responses"]["Changed"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
        };
    };
    discardWork: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Ids"];
        responses: {
            200: components["responses"]["Changed"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
        };
    };
    replayWork: {
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
                 *       "source": "TILL",
                 *       "from": "2026-11-22T08:00:00Z",
                 *       "to": "2026-11-22T09:00:00Z"
                 *     }
                 */
                "application/json": {
                    source: components["schemas"]["Source"];
                    kind?: components["schemas"]["WorkKind"];
                    /** Format: date-time */
                    from: string;
                    /** Format: date-time */
                    to: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Changed"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
        };
    };
}
