using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Virtuos.Kernel.Signatures;

namespace Virtuos.Host.Commands;

/// <summary><c>virtuos trust</c>: lays in trusted lists, certificates and revocation lists, and shows how old they are.</summary>
internal static class TrustCommand
{
    public static Command Create() => new("trust", "The authorities whose signatures are trusted.") { Load(), List() };

    private static Command Load()
    {
        var from = new Argument<string>("from") { Description = "A file or an https address: a trusted list (XML), certificates or a revocation list (PEM or DER)." };
        var signer = new Option<string?>("--signer") { Description = "The certificate by which the trusted list must be signed, as a file." };
        var command = new Command("load", "Lays in a trusted list, certificates or a revocation list.") { from, signer };
        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                var source = await Store(parsed).Load(parsed.GetValue(from)!, Certificate(parsed.GetValue(signer)), cancel);
                if (parsed.GetValue(Setup.Json)) Terminal.Json(source);
                else Terminal.Say($"Laid in: {Line(source)}");
                return ExitCodes.Done;
            }
            catch (Exception e) when (e is TrustRefusedException or CryptographicException or IOException or UnauthorizedAccessException)
            {
                Terminal.Complain(e.Message);
                return ExitCodes.Refused;
            }
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Shows what is trusted and how old it is.");
        command.SetAction(parsed =>
        {
            var sources = Store(parsed).Sources();
            if (parsed.GetValue(Setup.Json)) Terminal.Json(sources);
            else if (sources.Count == 0) Terminal.Say("Nothing is trusted yet; lay in a trusted list with: virtuos trust load FILE|ADDRESS");
            else foreach (var source in sources) Terminal.Say(Line(source));
            return ExitCodes.Done;
        });
        return command;
    }

    private static TrustStore Store(ParseResult parsed) => new(Setup.Installation(parsed), TimeProvider.System);

    private static X509Certificate2? Certificate(string? path) => path is null ? null : X509CertificateLoader.LoadCertificateFromFile(path);

    private static string Line(TrustSource source)
    {
        var now = TimeProvider.System.GetUtcNow();
        var age = source.Issued is { } issued ? string.Create(CultureInfo.InvariantCulture, $", issued {issued:yyyy-MM-dd}, {(int)(now - issued).TotalDays} days old") : "";
        var late = source.NextUpdate < now ? ", OUT OF DATE" : "";
        var signed = source.Kind != "list" ? "" : source.Verified == true ? ", signature verified" : ", signature not verified";
        return $"{source.Name} ({source.Kind}): {source.Holds} entries{age}{late}{signed}, loaded {source.LoadedAt:yyyy-MM-dd} from {source.From}";
    }
}
