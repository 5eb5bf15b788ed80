using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Signatures;

namespace Virtuos.Host.Commands;

/// <summary><c>virtuos signature check</c>: verifies the signatures of files without a running server; a line for each file.</summary>
internal static class SignatureCommand
{
    private static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Stamp(string Kind, DateTimeOffset At, bool? Intact, bool? Trusted, string Authority);

    private sealed record Signature(string Format, string? Level, bool? Intact, bool? Trusted, bool? Qualified, DateTimeOffset? SignedAt, string Reason, string Code, string Indication, string? SubIndication, string? Signer, IReadOnlyList<Stamp> Stamps);

    private sealed record Report(string File, IReadOnlyList<Signature> Signatures, IReadOnlyList<Stamp> DocumentStamps, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unreadable);

    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Arity = ArgumentArity.OneOrMore, Description = "Signed files: PDF, signed messages (.p7m, .p7s, .zfo), XML, ASiC containers, time stamps." };
        var detached = new Option<string[]>("--of") { Description = "The documents that a signature without its document is of.", AllowMultipleArgumentsPerToken = true };
        var language = new Option<string?>("--language") { Description = "Language of the reasons: cs, en or de." };
        var check = new Command("check", "Verifies signatures, seals and time stamps, and says why.") { files, detached, language };
        check.SetAction(async (parsed, cancel) =>
        {
            var texts = new Texts(TextCatalogue.Load([typeof(SignatureChecker).Assembly])).In(parsed.GetValue(language) ?? "en");
            var checker = new SignatureChecker(new TrustStore(Setup.Installation(parsed), TimeProvider.System).Anchors(), TimeProvider.System);
            var doubts = false;
            foreach (var file in parsed.GetValue(files)!)
            {
                var report = await Check(file, parsed.GetValue(detached) ?? [], checker, texts, cancel);
                doubts |= report.Unreadable is not null || report.Signatures.Any(s => s.Intact != true) || report.DocumentStamps.Any(s => s.Intact != true);
                if (parsed.GetValue(Setup.Json)) Terminal.Say(JsonSerializer.Serialize(report, Line));
                else Say(report);
            }
            return doubts ? ExitCodes.Findings : ExitCodes.Done;
        });
        return new Command("signature", "Signatures of files.") { check };
    }

    private static async Task<Report> Check(string file, string[] detached, SignatureChecker checker, Texts texts, CancellationToken cancel)
    {
        List<(string Name, Stream Content)> documents = [];
        try
        {
            await using var content = File.OpenRead(file);
            foreach (var path in detached) documents.Add((Path.GetFileName(path), File.OpenRead(path)));
            var report = await checker.Check(content, Path.GetFileName(file), documents, cancel);
            return new(file, [.. report.Signatures.Select(s => Of(s, texts))], [.. report.DocumentStamps.Select(Of)], report.Unreadable is { } reason ? texts[reason] : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(file, [], [], e.Message);
        }
        finally
        {
            foreach (var (_, stream) in documents) await stream.DisposeAsync();
        }
    }

    private static Signature Of(SignatureVerdict verdict, Texts texts) => new(
        verdict.Format, verdict.Level, verdict.Intact, verdict.Trusted, verdict.Qualified, verdict.SignedAt, texts[verdict.Reason], verdict.Reason["kernel.signature.".Length..],
        verdict.Indication, verdict.SubIndication.Length > 0 ? verdict.SubIndication : null, verdict.Certificate?.Subject, [.. verdict.Stamps.Select(Of)]);

    private static Stamp Of(StampVerdict stamp) => new(stamp.Kind, stamp.At, stamp.Intact, stamp.Trusted, stamp.Authority);

    private static void Say(Report report)
    {
        Terminal.Say(report.File + ":" + (report.Unreadable is not null ? " " + report.Unreadable : report.Signatures.Count + report.DocumentStamps.Count == 0 ? " no signatures" : ""));
        foreach (var s in report.Signatures)
        {
            Terminal.Say($"  {s.Format}{(s.Level is null ? "" : "-" + s.Level)} {s.Indication} {s.SubIndication} {s.SignedAt:u} {s.Signer}");
            Terminal.Say($"    {s.Reason}");
            foreach (var stamp in s.Stamps) Say(stamp);
        }
        foreach (var stamp in report.DocumentStamps) Say(stamp);
    }

    private static void Say(Stamp stamp) => Terminal.Say($"    time stamp ({stamp.Kind}) {stamp.At:u} {(stamp.Intact is null ? "cannot be judged" : stamp.Intact.Value ? "holds" : "does not hold")} {stamp.Authority}");
}
