using System.Diagnostics;
using System.Text.Json;
using Virtuos.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>The interface as a program sees it that knows nothing but the WSDL (python3-zeep).</summary>
public sealed class WsdlTests
{
    /// <summary>Debian's own, for which its packages are.</summary>
    private const string Python = "/usr/bin/python3";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D11", Part = "every operation called by a client generated from the WSDL")]
    public async Task Every_operation_answers_a_client_made_from_the_wsdl_alone()
    {
        var wsdl = Samples.PathOf("standards/nsesss/official-2023/src/ermsAPI.wsdl");
        if (!File.Exists(Python)) Assert.Skip("python3-zeep is not installed.");
        using (var probe = Process.Start(new ProcessStartInfo(Python, ["-c", "import zeep"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!)
        {
            await probe.WaitForExitAsync(Cancel);
            if (probe.ExitCode != 0) Assert.Skip("python3-zeep is not installed.");
        }
        await using var room = await OfficeTown.Found();
        using var agenda = await AgendaClient.Connect(room, room.Offices.First);
        var start = new ProcessStartInfo(Python,
            [Path.Combine(AppContext.BaseDirectory, "erms_client.py"), wsdl, $"{agenda.Address}", agenda.Code, agenda.Secret, $"{room.Offices.Who(room.Offices.First, "Klára").Id}", "51.2", "57.2"])
        { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var client = Process.Start(start)!;
        var failed = client.StandardError.ReadToEndAsync(Cancel);
        Dictionary<string, string[]> codes = [];
        while (await client.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            using var said = JsonDocument.Parse(line);
            var name = said.RootElement.GetProperty("operation").GetString()!;
            codes[name] = [.. said.RootElement.GetProperty("codes").EnumerateArray().Select(c => c.GetString()!)];
            Assert.True(codes[name].All(c => c == "0000"), line);
            if (name != "ermsAsyn") continue;
            await room.Job<WorkThroughBatches>();
            await client.StandardInput.WriteLineAsync();
        }
        await client.WaitForExitAsync(Cancel);
        Assert.True(client.ExitCode == 0, await failed);

        // What the answers do not say themselves has no status in the schema: lists of code lists and of batches.
        Assert.Equal(ErmsTable.Operations.Keys.Order(StringComparer.Ordinal), codes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["CiselnikySeznam", "DavkySeznam"], codes.Where(c => c.Value.Length == 0).Select(c => c.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["Settled"], await room.Rows("select state from records.document", r => r.GetString(0)));
    }
}
