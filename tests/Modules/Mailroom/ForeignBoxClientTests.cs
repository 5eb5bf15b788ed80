using System.Diagnostics;
using System.Text.Json;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>The peer of data boxes as a program sees it that knows nothing but the published WSDL (python3-zeep): what Virtuos is tried against is what the state published.</summary>
public sealed class ForeignBoxClientTests
{
    /// <summary>Debian's own, for which its packages are.</summary>
    private const string Python = "/usr/bin/python3";

    /// <summary>Every operation that Virtuos calls, and those of the sender.</summary>
    private static readonly string[] Used =
    [
        "CheckDataBox", "CreateBigMessage", "CreateMessage", "GetDeliveryInfo", "GetListOfReceivedMessages", "GetListOfSentMessages", "GetMessageStateChanges", "GetOwnerInfoFromLogin", "GetPasswordInfo", "GetSignedDeliveryInfo",
        "ISDSSearch3", "MarkMessageAsDownloaded", "SignedBigMessageDownload", "SignedMessageDownload", "SignedSentBigMessageDownload", "SignedSentMessageDownload", "UploadAttachment",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_foreign_client_talks_to_the_peer_in_every_operation_that_is_used()
    {
        var (latest, older) = (Samples.PathOf("standards/isds/v3.11"), Samples.PathOf("standards/isds/v3.09"));
        if (!File.Exists(Python)) Assert.Skip("python3-zeep is not installed.");
        using (var probe = Process.Start(new ProcessStartInfo(Python, ["-c", "import zeep"]) { RedirectStandardError = true })!)
        {
            await probe.WaitForExitAsync(Cancel);
            if (probe.ExitCode != 0) Assert.Skip("python3-zeep is not installed.");
        }
        await using var state = new DataBoxesProcess();
        await state.Start(latest, Cancel);
        await state.Box(BoxTown.Own, 10, "Obec");
        await state.Box(BoxTown.Citizen, 40, "Jana Tichá");
        using var client = Process.Start(new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "isds_client.py"), latest, older, state.Address, state.Roots, $"user-{BoxTown.Own}", DataBoxesProcess.Password, BoxTown.Citizen])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var failed = client.StandardError.ReadToEndAsync(Cancel);
        SortedSet<string> called = new(StringComparer.Ordinal);
        while (await client.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            using var said = JsonDocument.Parse(line);
            Assert.True(said.RootElement.GetProperty("code").GetString() == "0000", line);
            called.Add(said.RootElement.GetProperty("operation").GetString()!);
        }
        await client.WaitForExitAsync(Cancel);
        Assert.True(client.ExitCode == 0, await failed);
        Assert.Equal(Used, called);
        Assert.Equal("", state.Wrong);
    }
}
