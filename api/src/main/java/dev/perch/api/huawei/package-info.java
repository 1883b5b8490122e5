/**
 * Huawei Cloud's dialect: the v1 and v3 VPC calls, the Neutron port calls that its clients use, and the ECS calls. Wire
 * shapes live here and convert at once; the words {@code device_owner} and {@code allowed_address_pairs} stay here.
 */
package dev.perch.api.huawei;
