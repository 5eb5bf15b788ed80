using System.Buffers;
using System.Text.Json;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filling;

/// <summary>What a draft holds: the answers so far, hidden ones too, and which pages were answered when.</summary>
internal sealed class DraftContent(Answers answers, Dictionary<string, long> stamps, HashSet<string> answered)
{
    public Answers Answers => answers;

    /// <summary>Grows with every write; what a reader has seen is told by it.</summary>
    public long Stamp => stamps.Count == 0 ? 0 : stamps.Values.Max();

    /// <summary>The stamp of the page's last write, 0 before any.</summary>
    public long StampOf(string page) => stamps.GetValueOrDefault(page);

    /// <summary>True when the page was left by "Continue" with answers that were accepted.</summary>
    public bool Visited(string page) => answered.Contains(page);

    public void Write(string page)
    {
        Touch(page);
        answered.Add(page);
    }

    /// <summary>Something on the page changed, but the person has not gone on from it.</summary>
    public void Touch(string page) => stamps[page] = Stamp + 1;

    public static DraftContent Empty() => new(new(), new(StringComparer.Ordinal), new(StringComparer.Ordinal));

    /// <summary>The first page on the way that still has to be answered; null when the check page can be shown.</summary>
    public Step? FirstOpen(FormRoute route, IReadOnlyCollection<string> refusedFields) =>
        route.Steps.FirstOrDefault(s => !Visited(s.Page.Id) || s.Questions.Any(q => refusedFields.Any(f => f == q.Id || f.StartsWith(q.Id + ".", StringComparison.Ordinal))));

    public byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("pages");
            foreach (var (page, stamp) in stamps) json.WriteNumber(page, stamp);
            json.WriteEndObject();
            json.WriteStartArray("answered");
            foreach (var page in answered) json.WriteStringValue(page);
            json.WriteEndArray();
            json.WritePropertyName("answers");
            AnswerJson.WriteAll(json, answers);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static DraftContent FromBytes(byte[] bytes, FormDefinition form)
    {
        using var json = JsonDocument.Parse(bytes);
        var stamps = json.RootElement.GetProperty("pages").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt64(), StringComparer.Ordinal);
        var answered = json.RootElement.GetProperty("answered").EnumerateArray().Select(p => p.GetString()!).ToHashSet(StringComparer.Ordinal);
        return new(AnswerJson.Read(json.RootElement.GetProperty("answers"), form.Questions, ours: true).Answers, stamps, answered);
    }
}
