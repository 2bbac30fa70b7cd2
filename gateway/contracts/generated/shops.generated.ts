/** Written by "npm run contracts" from shops.openapi.yaml. */
export interface paths {
    "/square/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Square calls
         * @description Subscribe to `inventory.count.updated`. It tells an absolute count, which moves nothing: it is a doorbell, and has the changes read that are behind it. Other types are heard and passed over.
         *     The signature covers the notification address, as it is subscribed, and the body.
         */
        post: operations["squareWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/shopify/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shopify calls
         * @description Subscribe to `orders/create`, `orders/paid`, `orders/updated`, `orders/cancelled`, `orders/edited` and `refunds/create`.
         *     An order takes goods when it is created, as it does in Shopify, and each of its lines is a sale; what a refund restocks comes back. `orders/edited` tells no products: it has the order read, and so does a refund of an order that is not known yet. Test orders, gift cards and lines without a product move nothing. Other topics are heard and passed over.
         *     The signature covers the body.
         */
        post: operations["shopifyWebhook"];
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
        SquareNotification: {
            merchant_id?: string;
            type: string;
            /** @description The same for every delivery of one event. */
            event_id: string;
            /** Format: date-time */
            created_at: string;
            data?: {
                type?: string;
                id?: string;
                object?: {
                    inventory_counts?: components["schemas"]["SquareCount"][];
                };
            };
        };
        /** @description Says that something changed. Its quantity is never taken for a fact. */
        SquareCount: {
            catalog_object_id?: components["schemas"]["SquareId"];
            catalog_object_type?: string;
            state?: string;
            location_id?: components["schemas"]["SquareId"];
            /** @description A decimal. */
            quantity?: string;
            /**
             * Format: date-time
             * @description When Square got the latest change that is counted here.
             */
            calculated_at?: string;
        };
        SquareId: string;
        /**
         * @description A whole number of up to 19 digits; all of them are kept.
         * @example 450789469
         */
        ShopifyId: number;
        /** @description An order, a refund (with order_id), or what an edit of an order changed (order_edit), as the topic says. */
        ShopifyNotification: {
            id?: components["schemas"]["ShopifyId"];
            order_id?: components["schemas"]["ShopifyId"];
            test?: boolean;
            /** Format: date-time */
            created_at?: string;
            /**
             * Format: date-time
             * @description When it happened, of an order that was brought in later.
             */
            processed_at?: string;
            /** Format: date-time */
            updated_at?: string;
            /** Format: date-time */
            cancelled_at?: string;
            location_id?: components["schemas"]["ShopifyId"];
            /** @description The value of holdfast_reservation is the request key of a reservation here. At a till it is collected with the sale; of an online order nothing is told, because Holdfast itself tells what it hands over. */
            note_attributes?: {
                name?: string;
                value?: string;
            }[];
            line_items?: components["schemas"]["ShopifyLine"][];
            refunds?: components["schemas"]["ShopifyRefund"][];
            refund_line_items?: components["schemas"]["ShopifyRefundLine"][];
            order_edit?: {
                order_id: components["schemas"]["ShopifyId"];
            };
        };
        ShopifyLine: {
            id: components["schemas"]["ShopifyId"];
            /** @description One that can be none here (longer than 80 characters, with | or control characters) is held. */
            sku?: string;
            variant_id?: components["schemas"]["ShopifyId"];
            gift_card?: boolean;
            /** @description Ordered, with what edits added. What was taken out again stays in it. */
            quantity: number;
            /** @description Without what was taken out. */
            current_quantity?: number;
        };
        ShopifyRefund: {
            id: components["schemas"]["ShopifyId"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            processed_at?: string;
            refund_line_items?: components["schemas"]["ShopifyRefundLine"][];
        };
        ShopifyRefundLine: {
            id: components["schemas"]["ShopifyId"];
            line_item_id: components["schemas"]["ShopifyId"];
            location_id?: components["schemas"]["ShopifyId"];
            quantity: number;
            /** @description return, cancel or no_restock; another, or none, is held for somebody to look at. */
            restock_type?: string;
            line_item?: components["schemas"]["ShopifyLine"];
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
        /** @description Stored; nothing need be sent again. */
        Heard: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "status": "Accepted"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Held: stored, and some of it waits for somebody to mend a name. Ignored: heard, and moves no stock that was not told before.
                     * @enum {string}
                     */
                    status: "Accepted" | "Duplicate" | "Held" | "Ignored";
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
        /** @description GW-SIGNATURE; no live secret fits. */
        Unauthorised: {
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
    squareWebhook: {
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
                 *       "merchant_id": "MLK1",
                 *       "type": "inventory.count.updated",
                 *       "event_id": "5a3f0000-0000-4000-8000-000000000001",
                 *       "created_at": "2026-11-21T09:14:03Z",
                 *       "data": {
                 *         "type": "inventory_counts",
                 *         "id": "84d10000-0000-4000-8000-000000000001",
                 *         "object": {
                 *           "inventory_counts": [
                 *             {
                 *               "catalog_object_id": "V1",
                 *               "catalog_object_type": "ITEM_VARIATION",
                 *               "state": "IN_STOCK",
                 *               "location_id": "L1",
                 *               "quantity": "17",
                 *               "calculated_at": "2026-11-21T09:14:03.000Z"
                 *             }
                 *           ]
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SquareNotification"];
            };
        };
        responses: {
            200: components["responses"]["Heard"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
    shopifyWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description For example orders/create. */
                "X-Shopify-Topic": string;
                /** @description The same for every delivery of one event. This or X-Shopify-Webhook-Id is required. */
                "X-Shopify-Event-Id"?: string;
                /** @description The same when one delivery is tried again. */
                "X-Shopify-Webhook-Id"?: string;
                /** @description When it happened, with an offset. */
                "X-Shopify-Triggered-At"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": 450789469,
                 *       "updated_at": "2026-11-21T10:14:05+01:00",
                 *       "processed_at": "2026-11-21T10:14:03+01:00",
                 *       "location_id": 48752903,
                 *       "line_items": [
                 *         {
                 *           "id": 703073504,
                 *           "sku": "LAMP-1",
                 *           "variant_id": 457924702,
                 *           "quantity": 1
                 *         }
                 *       ],
                 *       "refunds": []
                 *     }
                 */
                "application/json": components["schemas"]["ShopifyNotification"];
            };
        };
        responses: {
            200: components["responses"]["Heard"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorised"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["MediaType"];
            500: components["responses"]["Failed"];
            503: components["responses"]["TryAgain"];
        };
    };
}
