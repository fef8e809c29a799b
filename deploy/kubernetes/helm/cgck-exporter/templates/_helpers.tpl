{{- define "cgck-exporter.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "cgck-exporter.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains (include "cgck-exporter.name" .) .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "cgck-exporter.name" .) | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "cgck-exporter.selectorLabels" -}}
app.kubernetes.io/name: {{ include "cgck-exporter.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "cgck-exporter.podLabels" -}}
{{ include "cgck-exporter.selectorLabels" . }}
app.kubernetes.io/component: exporter
app.kubernetes.io/part-of: cgck
{{- end }}

{{- define "cgck-exporter.labels" -}}
{{ include "cgck-exporter.podLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "cgck-exporter.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "cgck-exporter.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "cgck-exporter.image" -}}
{{- $repository := required "image.repository is not set: push the image to a registry of yours and name it, as in --set image.repository=registry.example.net/platform/cgck-exporter" .Values.image.repository }}
{{- if .Values.image.digest }}
{{- printf "%s@%s" $repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" $repository (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}
{{- end }}

{{- /* Where the metrics are: what a --web.telemetry-path among the further flags says, last of all. */ -}}
{{- define "cgck-exporter.metricsPath" -}}
{{- $path := "/metrics" }}
{{- range .Values.extraArgs }}
{{- if hasPrefix "--web.telemetry-path=" . }}
{{- $path = trimPrefix "--web.telemetry-path=" . }}
{{- end }}
{{- end }}
{{- $path }}
{{- end }}

{{- /* How the kubelet, which has neither certificate nor password, looks at the exporter. */ -}}
{{- define "cgck-exporter.probe" -}}
{{- if .values.webConfig.secret -}}
tcpSocket:
  port: metrics
{{- else -}}
httpGet:
  path: {{ .path }}
  port: metrics
{{- end }}
{{- end }}

{{- /* The groups of one file of rules; links to the runbook as .Values.prometheusRule.runbookUrl says. */ -}}
{{- define "cgck-exporter.ruleGroups" -}}
{{- $text := .root.Files.Get .file }}
{{- with .root.Values.prometheusRule.runbookUrl }}
{{- $text = $text | replace "runbook_url: \"RUNBOOK.md#" (printf "runbook_url: \"%s#" .) }}
{{- end }}
{{- $text }}
{{- end }}
