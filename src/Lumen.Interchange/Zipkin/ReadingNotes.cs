namespace Lumen.Interchange;

/// <summary>What reading had to mend or leave out.</summary>
internal struct ReadingNotes
{
    internal int RepairedTexts { get; set; }

    internal int SkippedValues { get; set; }
}
