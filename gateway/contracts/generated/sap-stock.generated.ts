/** Written by "npm run contracts" from sap-stock.openapi.yaml. */
export interface paths {
    "/doorbell": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell of a new material document
         * @description A CloudEvent 1.0 of type `sap.s4.beh.materialdocument.v1.MaterialDocument.Created.v1`: structured (`application/cloudevents+json`) or binary (`application/json` with `ce-…` headers). Answered once it is durable; told again it is Repeated.
         *     Events of other types are Ignored. `OPTIONS` with `WebHook-Request-Origin` is answered as the CloudEvents webhook specification asks.
         */
        post: operations["ringDoorbell"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Documents created in a time, or the one under a reference
         * @description Ask with `from` and `to`, at most a day apart, or with `reference`.
         */
        get: operations["getDocuments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{year}/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A document with its items
         * @description As SAP has it now; 404 also while it is not committed yet.
         */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stock of a plant, or of a storage location in it
         * @description As SAP has it now. Batches, suppliers and projects are added up; special stock has rows of its own.
         */
        get: operations["getStock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/movements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post a goods movement
         * @description SAP knows no idempotency keys, so it is first asked for the reference. What was posted under it before is answered again and not posted twice.
         */
        post: operations["postMovement"];
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
        /** @example 1010 */
        Plant: string;
        /** @example HF3K9XQ2M7TB */
        DocumentReference: string;
        DocumentNumber: {
            /** @example 2026 */
            year: string;
            /** @example 4900001234 */
            number: string;
        };
        MaterialDocument: {
            year: string;
            number: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date */
            postingDate: string;
            reference?: string;
            headerText?: string;
            items: components["schemas"]["MaterialDocumentItem"][];
        };
        MaterialDocumentItem: {
            item: string;
            material: string;
            plant: string;
            /** @description Empty: the plant as a whole. */
            storageLocation: string;
            /** @example 251 */
            movementType: string;
            /** @example 01 */
            stockType: string;
            /** @description Absent for own stock. */
            specialStockType?: string;
            /** @description Without sign. */
            quantity: number;
            baseUnit: string;
            delivery?: string;
            reservation?: string;
            issuingOrReceivingPlant?: string;
            issuingOrReceivingStorageLocation?: string;
            /** @description The second item of a transfer. */
            isAutomatic: boolean;
            isCancelled: boolean;
            reverses?: {
                year: string;
                number: string;
                item: string;
            };
        };
        StockRow: {
            material: string;
            plant: string;
            storageLocation: string;
            stockType: string;
            specialStockType?: string;
            quantity: number;
        };
        Movement: {
            /** @description GoodsMovementCode: 03 goods issue, 04 transfer posting. */
            code: string;
            movementType: string;
            reference: components["schemas"]["DocumentReference"];
            headerText?: string;
            /** Format: date */
            postingDate: string;
            items: {
                material: string;
                plant: components["schemas"]["Plant"];
                storageLocation: string;
                quantity: number;
                baseUnit: string;
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
        /** @description GW-MALFORMED or GW-DOORBELL with the field and its value. */
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
        /** @description GW-NO-DOCUMENT; SAP has no such document, or not yet. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description SAP understood and refused; its own code and text. */
        Refused: {
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
        /** @description GW-TRY-AGAIN. SAP or the store does not answer; send the same call again. */
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
    ringDoorbell: {
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
                 *       "specversion": "1.0",
                 *       "type": "sap.s4.beh.materialdocument.v1.MaterialDocument.Created.v1",
                 *       "source": "/default/sap.s4.beh/QM7CLNT100",
                 *       "id": "0894ef45-7741-1edd-b2d1-0f2b6c1d8a11",
                 *       "time": "2026-11-21T09:14:03Z",
                 *       "datacontenttype": "application/json",
                 *       "data": {
                 *         "MaterialDocumentYear": "2026",
                 *         "MaterialDocument": "4900001234",
                 *         "InventoryTransactionType": "WA",
                 *         "AccountingDocumentType": "WA",
                 *         "TransactionCode": "MIGO"
                 *       }
                 *     }
                 */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Durable, or nothing that moves stock. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "Stored"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "Stored" | "Repeated" | "Ignored";
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    getDocuments: {
        parameters: {
            query?: {
                /** @description Created at this moment or later. */
                from?: string;
                /** @description Created before this moment. */
                to?: string;
                /** @description Only documents with an item of this plant. */
                plant?: components["schemas"]["Plant"];
                /** @description ReferenceDocument of the document. */
                reference?: components["schemas"]["DocumentReference"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the order of creation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "documents": []
                     *     }
                     */
                    "application/json": {
                        documents: components["schemas"]["MaterialDocument"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Refused"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description MaterialDocumentYear.
                 * @example 2026
                 */
                year: string;
                /**
                 * @description MaterialDocument.
                 * @example 4900001234
                 */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As SAP has it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "year": "2026",
                     *       "number": "4900001234",
                     *       "createdAt": "2026-11-21T09:14:03.000Z",
                     *       "postingDate": "2026-11-21",
                     *       "items": []
                     *     }
                     */
                    "application/json": components["schemas"]["MaterialDocument"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Refused"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    getStock: {
        parameters: {
            query: {
                /** @description Plant. */
                plant: components["schemas"]["Plant"];
                /** @description Storage location; absent: the whole plant. */
                storageLocation?: string;
                /** @description One material; absent: all. */
                material?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One row per material, storage location and stock type. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "stock": [
                     *         {
                     *           "material": "LAMP-1",
                     *           "plant": "1010",
                     *           "storageLocation": "0001",
                     *           "stockType": "01",
                     *           "quantity": 12
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        stock: components["schemas"]["StockRow"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Refused"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    postMovement: {
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
                 *       "code": "03",
                 *       "movementType": "601",
                 *       "reference": "HF3K9XQ2M7TB",
                 *       "postingDate": "2026-11-21",
                 *       "items": [
                 *         {
                 *           "material": "LAMP-1",
                 *           "plant": "1010",
                 *           "storageLocation": "0001",
                 *           "quantity": 1,
                 *           "baseUnit": "EA"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["Movement"];
            };
        };
        responses: {
            /** @description Posted before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "year": "2026",
                     *       "number": "4900001234"
                     *     }
                     */
                    "application/json": components["schemas"]["DocumentNumber"];
                };
            };
            /** @description Posted now. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "year": "2026",
                     *       "number": "4900001234"
                     *     }
                     */
                    "application/json": components["schemas"]["DocumentNumber"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            422: components["responses"]["Refused"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
}
