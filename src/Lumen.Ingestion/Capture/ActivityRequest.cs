using System.Diagnostics;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>Makes an OTLP request of ended activities: one resource, one scope for each activity source.</summary>
/// <param name="resource">What this process is.</param>
internal sealed class ActivityRequest(Resource resource)
{
    /// <summary>Writes the request.</summary>
    /// <param name="activities">At least one ended activity.</param>
    /// <returns>A writer that the caller disposes.</returns>
    internal ProtobufWriter Write(IReadOnlyCollection<Activity> activities)
    {
        var writer = new ProtobufWriter(activities.Count * 512);
        var mark = writer.BeginMessage(OtlpFields.Request.ResourceSpans);
        writer.WriteBytes(OtlpFields.ResourceSpans.Resource, resource.Encoded.Span);
        foreach (var source in activities.GroupBy(activity => activity.Source))
        {
            WriteScope(writer, source.Key, source);
        }

        writer.EndMessage(mark);
        return writer;
    }

    private static void WriteScope(ProtobufWriter writer, ActivitySource source, IEnumerable<Activity> activities)
    {
        var mark = writer.BeginMessage(OtlpFields.ResourceSpans.ScopeSpans);
        var scope = writer.BeginMessage(OtlpFields.ScopeSpans.Scope);
        writer.WriteString(OtlpFields.Scope.Name, source.Name);
        if (!string.IsNullOrEmpty(source.Version))
        {
            writer.WriteString(OtlpFields.Scope.Version, source.Version);
        }

        foreach (var (key, value) in source.Tags ?? [])
        {
            if (value is not null)
            {
                TagWriter.Write(writer, OtlpFields.Scope.Attributes, key, value);
            }
        }

        writer.EndMessage(scope);
        foreach (var activity in activities)
        {
            ActivityWriter.Write(writer, activity);
        }

        writer.EndMessage(mark);
    }
}
