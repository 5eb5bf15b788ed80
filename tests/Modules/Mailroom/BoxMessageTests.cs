using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Blobs;
using Virtuos.Mailroom;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>What comes into the office's data box is fetched at once, kept as it came, and recorded once.</summary>
public sealed class BoxMessageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly byte[] Request = Encoding.UTF8.GetBytes("Žádám o prominutí poplatku.");

    [Fact, Contract("E01", Part = "data box: fetched at once, the signed original and the proof kept, recorded before it is marked as downloaded")]
    public async Task A_message_is_fetched_kept_as_it_came_and_only_then_marked()
    {
        await using var town = await BoxTown.Found();
        var number = await town.State.Send(BoxTown.Citizen, BoxTown.Own, "Žádost o prominutí", ("zadost.txt", Request), ("priloha.txt", "Příloha"u8.ToArray()));
        await town.Fetch();
        Assert.Empty(await town.Room.Rows("select error from mailroom.box_message where error is not null", r => r.GetString(0)));
        Assert.Equal(7, (await town.State.Look()).Messages.Single().State);
        Assert.Equal(("Marked", "intact"), (await town.One<string>("select state from mailroom.box_message"), await town.One<string>("select seal from mailroom.box_message")));
        Assert.Equal($"{number}|{BoxTown.Citizen}|Jana Tichá|Žádost o prominutí|NASE 1/2026|SP 7/2026", await town.One<string>("select concat_ws('|', external_id, box, sender_name, subject, sender_number, sender_file_mark) from mailroom.incoming_message"));
        Assert.Equal(["1 main zadost.txt", "2 enclosure priloha.txt", $"3 proof dorucenka-{number}.zfo"], await town.Room.Rows("select position || ' ' || role || ' ' || name from mailroom.incoming_part order by position", r => r.GetString(0)));
        Assert.Equal(BlobHash.Of(Request).ToString(), await town.One<string>("select blob from mailroom.incoming_part where position = 1"));

        // Kept as it came: the same bytes that the state signed, and they verify.
        var zfo = await town.One<string>("select zfo ->> 'Blob' from mailroom.box_message");
        Assert.Equal(zfo, await town.One<string>("select original ->> 'Blob' from mailroom.incoming_message"));
        await using var kept = await town.Room.Services.GetRequiredService<IBlobStore>().Open(BlobHash.Parse(zfo), Cancel);
        Assert.True(ZfoFile.Unpack(kept!, Stream.Null));

        // A second look finds nothing new.
        await town.Advance(TimeSpan.FromHours(2));
        await town.Fetch();
        Assert.Equal(1, await town.One<long>("select count(*) from mailroom.incoming_message"));
        Assert.Equal("", town.State.Wrong);
    }

    [Theory, Contract("E01", Part = "data box: offered = recorded whatever the line does")]
    [InlineData("SignedMessageDownload:half SignedMessageDownload:drop SignedMessageDownload:lose")]
    [InlineData("MarkMessageAsDownloaded:lose MarkMessageAsDownloaded:drop MarkMessageAsDownloaded:outage")]
    [InlineData("GetListOfReceivedMessages:lose GetListOfReceivedMessages:outage GetSignedDeliveryInfo:half GetSignedDeliveryInfo:refuse")]
    public async Task Whatever_the_line_does_everything_offered_is_recorded_once(string faults)
    {
        await using var town = await BoxTown.Found();
        for (var i = 0; i < 4; i++) await town.State.Send(BoxTown.Citizen, BoxTown.Own, $"Podání {i}", ("podani.txt", Encoding.UTF8.GetBytes($"Podání číslo {i}")));
        await town.State.Steer("twice");
        await town.State.Fail(faults);
        for (var i = 0; i < 8; i++)
        {
            await town.Fetch();
            await town.Advance(TimeSpan.FromHours(3));
        }
        Assert.All((await town.State.Look()).Messages, m => Assert.Equal(7, m.State));
        Assert.Equal(4, await town.One<long>("select count(*) from mailroom.box_message where state = 'Marked' and message is not null"));
        Assert.Equal(4, await town.One<long>("select count(distinct external_id) from mailroom.incoming_message"));
    }

    [Fact]
    public async Task What_was_erased_there_before_it_could_be_fetched_is_told_and_holds_up_nobody()
    {
        await using var town = await BoxTown.Found();
        await town.State.Send(BoxTown.Citizen, BoxTown.Own, "Stará", ("stara.txt", Request));
        await town.State.Steer("login", ("box", BoxTown.Own));
        await town.State.Clock(town.Room.Clock.GetUtcNow().AddDays(95));
        await town.State.Send(BoxTown.Citizen, BoxTown.Own, "Nová", ("nova.txt", Request));
        await town.Fetch();
        Assert.Equal(["Gone", "Marked"], await town.Room.Rows("select state from mailroom.box_message order by number", r => r.GetString(0)));
        using var administrator = town.Room.Browser(town.Room.Offices.Who(town.Room.Offices.First, "Správce"));
        Assert.Contains("nabídnuto 2, zaznamenáno 1, smazáno dřív, než šlo stáhnout 1", (await Records.DeskPageTests.Page(administrator, "/sprava/datove-schranky")).Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Real_messages_of_the_state_verify_and_changed_ones_do_not()
    {
        var folder = Samples.PathOf("standards/isds/zfo-samples");
        foreach (var file in System.IO.Directory.GetFiles(folder, "*.zfo"))
        {
            var bytes = await File.ReadAllBytesAsync(file, Cancel);
            using var content = new MemoryStream();
            Assert.True(ZfoFile.Unpack(new MemoryStream(bytes), content), file);
            var at = bytes.AsSpan().IndexOf("dmAnnotation"u8) + 14;
            bytes[at] ^= 1;
            Assert.False(ZfoFile.Unpack(new MemoryStream(bytes), Stream.Null), file);
            foreach (var length in (int[])[0, 1, 20, 4000, bytes.Length / 2, bytes.Length - 600]) Assert.IsType<ZfoUnreadableException>(Record.Exception(() => { ZfoFile.Unpack(new MemoryStream(bytes, 0, length), Stream.Null); }));
        }
        await using var opened = OpenStore();
        await using var received = File.OpenRead(Path.Combine(folder, "received_message-330141.zfo"));
        using var xml = new MemoryStream();
        ZfoFile.Unpack(received, xml);
        xml.Position = 0;
        var message = await ZfoMessage.Read(xml, opened.Store, Cancel);
        Assert.Equal(("330141", "9nqab6b", "AB-73792", "ZN-135", "Vaše datová zpráva byla přijata"), (message.Said("dmID"), message.Said("dbIDSender"), message.Said("dmSenderRefNumber"), message.Said("dmSenderIdent"), message.Said("dmAnnotation")));
        Assert.Equal("main", message.Parts[0].Role);
        xml.Position = 0;
        var inside = XDocument.Load(xml).Descendants().Where(e => e.Name.LocalName == "dmEncodedContent").Select(e => BlobHash.Of(Convert.FromBase64String(e.Value)).ToString());
        Assert.Equal(inside, message.Parts.Select(p => p.Part.Blob));
    }

    private sealed record OpenedStore(LocalBlobStore Store, string Folder) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            System.IO.Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    private static OpenedStore OpenStore()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("virtuos-zfo-").FullName;
        return new(new LocalBlobStore(folder), folder);
    }
}
