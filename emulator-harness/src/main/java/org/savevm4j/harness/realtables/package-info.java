// SPDX-License-Identifier: Apache-2.0
/**
 * Streams of real guests, as resources of the harness: what is measured is measured on them.
 *
 * <p>They are the streams of the plugin's golden files, compressed by gzip; a test compares their
 * digests. Each holds a configuration and the sections spapr/htab, and nothing else.
 */
package org.savevm4j.harness.realtables;
