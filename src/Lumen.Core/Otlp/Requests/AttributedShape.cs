namespace Lumen.Otlp;

/// <summary>What is where in a message that is a name and attributes in the main. A tag of 0 stands for none.</summary>
/// <param name="Attributes">The tag of its attributes.</param>
/// <param name="Count">The tag of its count of dropped attributes.</param>
/// <param name="FirstText">The tag of a string.</param>
/// <param name="SecondText">The tag of another string.</param>
/// <param name="Time">The tag of a time.</param>
/// <param name="LastField">Its highest field number.</param>
internal readonly record struct AttributedShape(uint Attributes, uint Count, uint FirstText, uint SecondText, uint Time, int LastField)
{
    internal static readonly AttributedShape Resource = new(
        OtlpTags.Resource.Attributes, OtlpTags.Resource.DroppedAttributesCount, 0, 0, 0, OtlpTags.Resource.LastField);

    internal static readonly AttributedShape Scope = new(
        OtlpTags.Scope.Attributes, OtlpTags.Scope.DroppedAttributesCount, OtlpTags.Scope.Name, OtlpTags.Scope.Version, 0,
        OtlpTags.Scope.LastField);

    internal static readonly AttributedShape Event = new(
        OtlpTags.Event.Attributes, OtlpTags.Event.DroppedAttributesCount, OtlpTags.Event.Name, 0, OtlpTags.Event.TimeUnixNano,
        OtlpTags.Event.LastField);
}
