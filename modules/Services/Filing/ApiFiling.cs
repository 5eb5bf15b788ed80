using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Services.Filling;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>A filing that comes part by part in one request: files go to the disk at once, the rest is put together at the end.</summary>
internal sealed class ApiFiling(FormShelf forms, IDirectory directory, IntakeGuard guard, FileInspection inspection, IBlobStore blobs, TimeProvider clock)
{
    private const int MostFiles = 200;
    private readonly List<(string Field, string Name, IncomingBlob Blob)> files = [];
    private readonly List<Task<bool>> counted = [];
    private readonly Dictionary<string, byte[]> texts = new(StringComparer.Ordinal);
    private long bytes;

    /// <summary>Slug of the office.</summary>
    public string? Office => Text("office");

    public async Task<Refusal?> Take(string field, string name, Stream content, string network, CancellationToken cancel)
    {
        name = FileInspection.CleanName(name);
        if (files.Count == MostFiles) return Refusal.Invalid(field, "services.file-refused.too-many", ("name", name), ("max", MostFiles));
        try
        {
            var staged = await blobs.Receive(content, Attachments.MostBytes, cancel);
            files.Add((field, name, staged));
            bytes += staged.Size;
            if (bytes > Attachments.MostBytesTogether) return Refusal.Invalid(field, "services.file-refused.too-much", ("name", name), ("megabytes", Attachments.MostBytesTogether >> 20));
            // Counted while the rest comes in; one request is bounded anyway.
            counted.Add(guard.MaySend(network, staged.Size, cancel));
            return null;
        }
        catch (BlobTooLargeException)
        {
            return Refusal.Invalid(field, "services.file-refused.too-large", ("name", name), ("megabytes", Attachments.MostBytes >> 20));
        }
    }

    public async Task<Refusal?> Take(string name, Stream content, int most, CancellationToken cancel)
    {
        if (name is not ("office" or "form" or "answers") || texts.ContainsKey(name)) return Refusal.Invalid(name, "services.api.part");
        using var buffer = new MemoryStream();
        var chunk = new byte[8192];
        for (int read; (read = await content.ReadAsync(chunk, cancel)) > 0;)
        {
            if (buffer.Length + read > most) return Refusal.Invalid(name, "services.api.too-long", ("max", most));
            buffer.Write(chunk, 0, read);
        }
        texts[name] = buffer.ToArray();
        return null;
    }

    /// <param name="key">Of the caller; the same key with the same content is the same filing.</param>
    public async Task<Result<Filing>> Whole(string? key, string language, string network, CancellationToken cancel)
    {
        if (Text("form") is not { } slug || forms.Today(slug, clock) is not { } form) return Refusal.NotFound("services.api.no-form");
        if (Office is not { } slugOfOffice || await directory.OfficeId(slugOfOffice, cancel) is not { } office) return Refusal.NotFound("services.api.no-office");
        if (key is { Length: > 200 }) return Refusal.Invalid(null, "services.api.too-long", ("max", 200));
        var answers = new Answers();
        if (texts.TryGetValue("answers", out var json))
        {
            try
            {
                using var parsed = JsonDocument.Parse(json, new() { MaxDepth = 8 });
                if (parsed.RootElement.ValueKind != JsonValueKind.Object) return Refusal.Invalid("answers", "services.api.answers");
                (answers, var unreadable) = AnswerJson.Read(parsed.RootElement, form.Questions, ours: false);
                if (unreadable.Count > 0) return unreadable.Take(20).Select(f => Refusal.Invalid(Short(f), "services.api.unreadable", ("field", Short(f)))).ToList();
            }
            catch (JsonException)
            {
                return Refusal.Invalid("answers", "services.api.answers");
            }
        }
        List<Refusal> refusals = [];
        foreach (var question in files.GroupBy(f => f.Field))
        {
            if (!form.Questions.TryGetValue(question.Key, out var asked) || asked.Type != QuestionType.File) return Refusal.Invalid(Short(question.Key), "services.api.unreadable", ("field", Short(question.Key)));
            List<FiledPart> taken = [];
            foreach (var (_, name, blob) in question)
            {
                var verdict = await inspection.Judge(asked, name, blob.Open, cancel);
                if (verdict.Succeeded) taken.Add(new(blob.Hash.ToString(), name, verdict.Value.MimeType, blob.Size));
                else refusals.AddRange(verdict.Refusals);
            }
            answers[asked.Id] = new FilesAnswer(taken);
        }
        if (refusals.Count > 0) return refusals;
        return new Filing(office, form, answers, Once(key), language, network, Person: null) { Repeatable = key is { Length: > 0 }, Stored = Task.WhenAll(files.Select(f => f.Blob.Stored)), Within = Within() };
    }

    private async Task<bool> Within() => Array.TrueForAll(await Task.WhenAll(counted), within => within);

    // The content belongs to the key: whoever guesses a key of somebody else gets nothing of theirs.
    private byte[] Once(string? key)
    {
        if (string.IsNullOrEmpty(key)) return Guid.CreateVersion7().ToByteArray(bigEndian: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, value) in texts.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}:{value.Length}:"));
            hash.AppendData(value);
        }
        foreach (var (field, name, blob) in files) hash.AppendData(Encoding.UTF8.GetBytes($"{field}:{name.Length}:{name}:{blob.Hash}"));
        hash.AppendData(Encoding.UTF8.GetBytes($"key:{key}"));
        return hash.GetHashAndReset();
    }

    private string? Text(string name) => texts.TryGetValue(name, out var value) ? Encoding.UTF8.GetString(value).Trim() : null;

    private static string Short(string field) => field.Length <= 60 ? field : field[..60];
}
