// SPDX-License-Identifier: Apache-2.0
/**
 * Links to measure migrations on, and to harm them by.
 *
 * <p>A {@link org.savevm4j.harness.links.CarriedLink} stands between two sockets of this computer:
 * it can be slow, by a {@link org.savevm4j.harness.links.TokenBucket}, and it can be cut.
 */
package org.savevm4j.harness.links;
