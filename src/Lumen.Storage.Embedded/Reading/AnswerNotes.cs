using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>Collects, during one answer, what could not be read (rule 20). One thread at a time.</summary>
internal sealed class AnswerNotes
{
    private readonly StoreContext _context;
    private readonly List<string> _sentences;

    internal AnswerNotes(StoreContext context, StoreSnapshot snapshot)
    {
        _context = context;
        _sentences = [.. snapshot.Gaps.Select(gap => gap.Sentence)];
    }

    /// <summary>Why the answer is incomplete; null if it is not.</summary>
    internal string? IncompleteReason => _sentences.Count == 0 ? null : string.Join(' ', _sentences);

    /// <summary>Reads something of a segment. What is damaged is noted and left out.</summary>
    internal void Read(BucketView bucket, Segment segment, Action read)
    {
        try
        {
            read();
            _context.Health.ClearReading(bucket.Bucket.Name);
        }
        catch (Exception damage) when (damage is InvalidDataException or FormatException)
        {
            var sentence = Note(bucket, segment, damage);
            _context.ReportDamage(sentence, bucket.LastWindow);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Nothing proves that it is damaged.
            _context.Health.ReportReading(bucket.Bucket.Name.ToString(), Note(bucket, segment, failure));
        }
    }

    private string Note(BucketView bucket, Segment segment, Exception cause)
    {
        var sentence = $"The bucket '{bucket.Bucket.Name}' cannot be read in {segment.Describe()}: {cause.Message}";
        if (!_sentences.Contains(sentence))
        {
            _sentences.Add(sentence);
        }

        return sentence;
    }
}
