// What a dashboard's JSON may be: Grafana's own types, as its foundation SDK has them, put together
// for the kinds of panels that the dashboards have. The SDK is made for builders in code: its enums
// are nominal and its options complete, so here they become the strings that JSON has, and optional.
import type * as BarGauge from '@grafana/grafana-foundation-sdk/bargauge';
import type * as Dashboards from '@grafana/grafana-foundation-sdk/dashboard';
import type * as Prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type * as Stat from '@grafana/grafana-foundation-sdk/stat';
import type * as StateTimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import type * as Table from '@grafana/grafana-foundation-sdk/table';
import type * as TimeSeries from '@grafana/grafana-foundation-sdk/timeseries';

type Json<T> = T extends string
  ? `${T}`
  : T extends number | boolean
    ? `${T}` extends `${infer N extends number}` ? N : T
    : T extends (infer U)[]
      ? Json<U>[]
      : T extends (...parameters: never[]) => unknown
        ? never
        : T extends object
          ? {[K in keyof T as T[K] extends (...parameters: never[]) => unknown ? never : K]?: Json<T[K]>}
          : T;

type Query = Json<Prometheus.Dataquery> & {expr: string; refId: string};

type FieldConfig<Custom> = {
  defaults: Omit<Json<Dashboards.FieldConfig>, 'custom'> & {custom?: Json<Custom>};
  overrides: Json<Dashboards.FieldConfigSource['overrides']>;
};

type PanelOf<Type extends string, Options, Custom> = Omit<
  Json<Dashboards.Panel>,
  'type' | 'targets' | 'options' | 'fieldConfig'
> & {
  type: Type;
  targets: Query[];
  options: Json<Options>;
  fieldConfig: FieldConfig<Custom>;
};

type Panel =
  | PanelOf<'bargauge', BarGauge.Options, Record<string, never>>
  | PanelOf<'stat', Stat.Options, Record<string, never>>
  | PanelOf<'state-timeline', StateTimeline.Options, StateTimeline.FieldConfig>
  | PanelOf<'table', Table.Options, Table.FieldConfig>
  | PanelOf<'timeseries', TimeSeries.Options, TimeSeries.FieldConfig>;

type Row = Omit<Json<Dashboards.RowPanel>, 'type' | 'panels'> & {type: 'row'; panels: Panel[]};

export type Dashboard = Omit<Json<Dashboards.Dashboard>, 'panels'> & {panels: (Panel | Row)[]};
