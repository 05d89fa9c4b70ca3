import { above, type Alarm, below, minutes } from "./alarm";
import { connectionLimit, memoryGiB, type PrivateDatabase } from "../database";
import { databaseMetrics } from "../web";

const gibibyte = 2 ** 30;

// Field reports of databases with 1 GiB and log-ins by token: 90 to 145 MB free, 250 to 480 MB swapped, and slow in bursts only.
const leastFreeShare = 1 / 20;
const mostSwapped = gibibyte / 2;

/** Alarms on a database, by name. */
export function databaseAlarms(database: PrivateDatabase): Record<string, Alarm> {
  const common = { ...databaseMetrics(database), statistic: "Average" };
  const connections = Math.floor(connectionLimit(database.instanceClass) * 0.8);
  return {
    "database-cpu": {
      ...common,
      alarmDescription: "The database has used 80 % of its CPU for 15 minutes, or says nothing at all.",
      metricName: "CPUUtilization",
      comparisonOperator: above,
      threshold: 80,
      ...minutes(15),
      // A database that runs always has this metric.
      treatMissingData: "breaching",
    },
    "database-connections": {
      ...common,
      alarmDescription: `The database has had more than ${connections} connections for 10 minutes, four fifths of what it takes.`,
      metricName: "DatabaseConnections",
      comparisonOperator: above,
      threshold: connections,
      ...minutes(10),
      treatMissingData: "notBreaching",
    },
    "database-storage": {
      ...common,
      alarmDescription:
        "One twentieth of the storage is left: growing by itself, at one tenth, did not help.",
      metricName: "FreeStorageSpace",
      comparisonOperator: below,
      threshold: Math.floor((database.storageGiB * gibibyte) / 20),
      ...minutes(10),
      treatMissingData: "notBreaching",
    },
    "database-memory": {
      ...common,
      alarmDescription:
        "One twentieth of the database's memory has been left for 15 minutes: log-ins by token get slow, then fail.",
      metricName: "FreeableMemory",
      comparisonOperator: below,
      threshold: Math.floor(memoryGiB(database.instanceClass) * gibibyte * leastFreeShare),
      ...minutes(15),
      treatMissingData: "notBreaching",
    },
    "database-swap": {
      ...common,
      alarmDescription:
        "The database has had more than 512 MiB of its memory on disk for 15 minutes: its class is too small.",
      metricName: "SwapUsage",
      comparisonOperator: above,
      threshold: mostSwapped,
      ...minutes(15),
      treatMissingData: "notBreaching",
    },
  };
}
