/** Written by "npm run contracts" from reconciliation.openapi.yaml. */
export interface paths {
    "/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last runs
         * @description At most 20 of this process, the newest first, scheduled ones included.
         */
        get: operations["getRuns"];
        put?: never;
        /**
         * Take a snapshot of locations
         * @description Reads documents, stock and documents again, and tells the org what it can be sure of. SAP goes on posting meanwhile. One run at a time; a second one is 409 GW-RUNNING.
         */
        post: operations["postRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A run as it stands
         * @description Positions that were left are part of the next run.
         */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where SAP, the org and the shelf differ, and why
         * @description A case names its class, the event that diverged first, and what to do. It has the same key as long as it is the same event at the same position. Explained cases close themselves and are shown for a week.
         *     Late: it reached, or will reach, the other side later than usual. Lost: never told to the other side. Duplicate: one happening stands twice. OutOfOrder: counted before a snapshot or count on one side, after it on the other. WrongMapping: told with another effect than the movement map, or SAP's own stock, says. TrueLoss: everybody agrees, and goods are gone (or found).
         */
        get: operations["getDrift"];
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
         * @example LYON
         */
        LocationCode: string;
        Run: {
            id: string;
            /** @enum {string} */
            state: "Running" | "Done" | "Failed";
            /** Format: date-time */
            beganAt: string;
            /** Format: date-time */
            endedAt?: string;
            /** @description SKUs at locations that were looked at. */
            positions?: number;
            /** @description Stored for the org. */
            told?: number;
            /** @description Left to the next run. */
            left?: {
                sku: string;
                location: string;
                /**
                 * @description GW-MOVED: documents kept coming; GW-UNMAPPED: one of its documents is not understood; GW-TOO-MANY-DOCUMENTS: more than 2,000.
                 * @enum {string}
                 */
                reason: "GW-MOVED" | "GW-UNMAPPED" | "GW-TOO-MANY-DOCUMENTS";
            }[];
            /** @description Why it failed. */
            message?: string;
        };
        /** @enum {string} */
        DriftClass: "Late" | "Lost" | "Duplicate" | "OutOfOrder" | "WrongMapping" | "TrueLoss";
        DriftCase: {
            key: string;
            sku: string;
            location: string;
            driftClass: components["schemas"]["DriftClass"];
            /** @description What has to be added at the side that is named; of a true loss, by how much the stock moved without a word. */
            quantity: number;
            firstDiverging: {
                /** @description Document item, fact, count or snapshot, as its source named it. */
                key: string;
                /**
                 * @description Where it is missing, doubled or wrong; of a true loss, where it was measured.
                 * @enum {string}
                 */
                side: "SAP" | "Org" | "Shelf";
                /**
                 * Format: date-time
                 * @description When it happened; of a true loss, when it was found.
                 */
                at: string;
            };
            explanation: string;
            /** @description Both sides agree about it by now, or will without anybody's doing. */
            explained: boolean;
            /**
             * @description Wait and Deliver are done by the gateway; the others need a person.
             * @enum {string}
             */
            remedy: "Wait" | "Deliver" | "Redrive" | "CorrectMap" | "CancelInSap" | "ReverseInOrg" | "PostInSap" | "AskTill" | "TakeSnapshot" | "Count";
            /** @description What it might be as well. */
            alternatives: components["schemas"]["DriftClass"][];
            /** Format: date-time */
            foundAt: string;
            /** Format: date-time */
            explainedAt?: string;
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
        /** @description GW-MALFORMED with the field and its value, or GW-UNKNOWN-LOCATION. */
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
        /** @description GW-FORBIDDEN; the client lacks the scope. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-NO-RUN; there is no such run, or it is too long ago. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-RUNNING; another run has not ended yet. */
        Running: {
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
        /** @description GW-INTERNAL. The gateway failed at this, and nothing of the call is stored; its log tells why. */
        Failed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description GW-TRY-AGAIN. SAP, the org or the store does not answer; send the same call again. */
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
    getRuns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "runs": []
                     *     }
                     */
                    "application/json": {
                        runs: components["schemas"]["Run"][];
                    };
                };
            };
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    postRun: {
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
                 *       "locations": [
                 *         "LYON"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description Absent: all locations with an ERP plant. */
                    locations?: components["schemas"]["LocationCode"][];
                };
            };
        };
        responses: {
            /** @description It has begun. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "run-1795251600000",
                     *       "state": "Running",
                     *       "beganAt": "2026-11-21T09:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Running"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As the call that began it answered.
                 * @example run-1795251600000
                 */
                id: string;
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
                     *       "id": "run-1795251600000",
                     *       "state": "Done",
                     *       "beganAt": "2026-11-21T09:00:00.000Z",
                     *       "endedAt": "2026-11-21T09:00:02.000Z",
                     *       "positions": 2,
                     *       "told": 1,
                     *       "left": [
                     *         {
                     *           "sku": "LAMP-1",
                     *           "location": "LYON",
                     *           "reason": "GW-UNMAPPED"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
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
    getDrift: {
        parameters: {
            query?: {
                /** @description False: open cases only. Absent: all that are kept. */
                explained?: boolean;
                /** @description Only of this location. */
                location?: components["schemas"]["LocationCode"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event that is longest ago first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "cases": [
                     *         {
                     *           "key": "LAMP-1|LYON|2026/4900001234/0001",
                     *           "sku": "LAMP-1",
                     *           "location": "LYON",
                     *           "driftClass": "Lost",
                     *           "quantity": 5,
                     *           "firstDiverging": {
                     *             "key": "2026/4900001234/0001",
                     *             "side": "Org",
                     *             "at": "2026-11-21T08:00:00.000Z"
                     *           },
                     *           "explanation": "Document 2026/4900001234/0001 (+5 on hand, created 2026-11-21T08:00:00Z) was never announced, and the org does not know it after 60 min.",
                     *           "explained": false,
                     *           "remedy": "Deliver",
                     *           "alternatives": [],
                     *           "foundAt": "2026-11-21T09:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        cases: components["schemas"]["DriftCase"][];
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
