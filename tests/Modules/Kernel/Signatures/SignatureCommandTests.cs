using System.Diagnostics;
using System.Text.Json;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Signatures;

/// <summary>The program itself, without a server and without a database.</summary>
public sealed class SignatureCommandTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("virtuos-signature-").FullName;

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [Fact]
    [Contract("E03", Part = "virtuos signature check without a server; trusted lists loaded by the operator, with their age")]
    public async Task A_line_of_json_for_each_file_says_what_is_known_and_why()
    {
        var issuer = new TrialIssuer(Now.AddYears(-3));
        var message = TrialIssuer.Sign("Žádost o byt"u8.ToArray(), issuer.Issue("Jan Novák", Now.AddYears(-1), Now.AddYears(1)));
        var (whole, changed, plain) = (Lay("cela.p7m", message), Lay("zmenena.p7m", Changed(message)), Lay("prosta.txt", "nic"u8.ToArray()));
        var (code, output, _) = await Run("signature", "check", whole, changed, plain, "--json");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(1, code);
        Assert.Equal([whole, changed, plain], lines.Select(l => l.GetProperty("file").GetString()));
        var first = lines[0].GetProperty("signatures")[0];
        Assert.Equal(("CAdES", "BASELINE-B", JsonValueKind.True, JsonValueKind.Null), (first.GetProperty("format").GetString(), first.GetProperty("level").GetString(), first.GetProperty("intact").ValueKind, first.GetProperty("trusted").ValueKind));
        Assert.Equal(JsonValueKind.False, lines[1].GetProperty("signatures")[0].GetProperty("intact").ValueKind);
        Assert.Equal(0, lines[2].GetProperty("signatures").GetArrayLength());

        Assert.Equal(0, (await Run("trust", "load", Lay("autorita.cer", issuer.Certificate.RawData))).Code);
        Assert.Equal(0, (await Run("trust", "load", Lay("seznam.crl", issuer.RevocationList(Now.AddHours(-1), Now.AddDays(1))))).Code);
        Assert.Contains("0 days old", (await Run("trust", "list")).Output, StringComparison.Ordinal);
        var passed = await Run("signature", "check", whole, "--language", "cs");
        Assert.Equal(0, passed.Code);
        Assert.Contains("Podpis je v pořádku", passed.Output, StringComparison.Ordinal);

        Assert.Equal(2, (await Run("signature", "check", Path.Combine(folder, "neni.pdf"))).Code);
        Assert.Equal(2, (await Run("trust", "load", plain)).Code);
    }

    private static byte[] Changed(byte[] message)
    {
        var changed = message.ToArray();
        changed[changed.AsSpan().IndexOf("byt"u8)] = (byte)'p';
        return changed;
    }

    private string Lay(string name, byte[] content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "virtuos.dll"), .. arguments, "--var", Path.Combine(folder, "var")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }
}
