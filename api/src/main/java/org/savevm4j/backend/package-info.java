// SPDX-License-Identifier: Apache-2.0
/**
 * Where a section gets a machine's table from and brings it to: the contract {@link
 * org.savevm4j.backend.HtabBackend}, and {@link org.savevm4j.backend.TableBackend}, which has the
 * table in the process.
 */
package org.savevm4j.backend;
