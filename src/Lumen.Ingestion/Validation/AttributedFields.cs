using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>The fields that matter to a repair in a message that holds attributes. A number of 0 stands for none.</summary>
/// <param name="Attributes">Its attributes.</param>
/// <param name="DroppedAttributesCount">Its count of dropped attributes.</param>
/// <param name="FirstText">A string.</param>
/// <param name="SecondText">Another string.</param>
internal readonly record struct AttributedFields(int Attributes, int DroppedAttributesCount, int FirstText, int SecondText)
{
    internal static readonly AttributedFields Resource =
        new(OtlpFields.Resource.Attributes, OtlpFields.Resource.DroppedAttributesCount, 0, 0);

    internal static readonly AttributedFields Scope =
        new(OtlpFields.Scope.Attributes, OtlpFields.Scope.DroppedAttributesCount, OtlpFields.Scope.Name, OtlpFields.Scope.Version);

    internal static readonly AttributedFields Event =
        new(OtlpFields.Event.Attributes, OtlpFields.Event.DroppedAttributesCount, OtlpFields.Event.Name, 0);

    internal static readonly AttributedFields Link =
        new(OtlpFields.Link.Attributes, OtlpFields.Link.DroppedAttributesCount, OtlpFields.Link.TraceState, 0);
}
