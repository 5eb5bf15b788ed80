using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Database;

namespace Virtuos.Mailroom;

internal sealed class MailroomDb(DbContextOptions<MailroomDb> options, DbGround ground) : ModuleDb(options, ground, "mailroom")
{
    public DbSet<OutgoingMail> Mails => Set<OutgoingMail>();

    public DbSet<OutgoingSms> Texts => Set<OutgoingSms>();

    public DbSet<Letter> Letters => Set<Letter>();

    public DbSet<IncomingMessage> Incoming => Set<IncomingMessage>();

    public DbSet<IncomingPart> IncomingParts => Set<IncomingPart>();

    public DbSet<IncomingMark> IncomingMarks => Set<IncomingMark>();

    public DbSet<OtherArrival> OtherArrivals => Set<OtherArrival>();

    public DbSet<DataBox> DataBoxes => Set<DataBox>();

    public DbSet<DataBoxLine> DataBoxLines => Set<DataBoxLine>();

    public DbSet<DataBoxUse> DataBoxUses => Set<DataBoxUse>();

    public DbSet<BoxMessage> BoxMessages => Set<BoxMessage>();

    public DbSet<BoxLetter> BoxLetters => Set<BoxLetter>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<IncomingMessage>(e =>
        {
            e.HasKey(m => new { m.Office, m.Id });
            e.Property(m => m.State).HasConversion<string>();
            Json(e.Property(m => m.Original));
            e.Ignore(m => m.Sender).Ignore(m => m.IsOnWay).Ignore(m => m.IsPoison);
        });
        model.Entity<IncomingPart>(e =>
        {
            e.HasKey(p => new { p.Office, p.Message, p.Position });
            e.Ignore(p => p.Part);
        });
        model.Entity<IncomingMark>(e =>
        {
            e.HasKey(m => new { m.Office, m.Message, m.Ordinal });
            Json(e.Property(m => m.Mark));
        });
        model.Entity<OtherArrival>().HasKey(a => new { a.Office, a.Id });
        model.Entity<DataBox>(e =>
        {
            e.HasKey(b => new { b.Office, b.Id });
            e.Property(b => b.Login).HasConversion<string>();
        });
        model.Entity<DataBoxLine>().HasKey(l => new { l.Office, l.Box });
        model.Entity<DataBoxUse>().HasKey(u => new { u.Office, u.Id });
        model.Entity<BoxMessage>(e =>
        {
            e.HasKey(m => new { m.Office, m.Box, m.Number });
            e.Property(m => m.State).HasConversion<string>();
            Json(e.Property(m => m.Zfo));
            Json(e.Property(m => m.Proof));
        });
        model.Entity<BoxLetter>(e =>
        {
            e.HasKey(l => new { l.Office, l.Id });
            e.Property(l => l.State).HasConversion<string>();
            Parts(e.Property(l => l.Content));
            Json(e.Property(l => l.Proof));
            Json(e.Property(l => l.Uploads)).Metadata.SetValueComparer(new ValueComparer<Dictionary<string, BoxUpload>>((a, b) => ReferenceEquals(a, b), uploads => uploads.Count));
        });
        model.Entity<OutgoingMail>(e =>
        {
            e.Property(m => m.State).HasConversion<string>();
            Parts(e.Property(m => m.Attachments));
        });
        model.Entity<OutgoingSms>().Property(m => m.State).HasConversion<string>();
        model.Entity<Letter>(e =>
        {
            e.HasKey(l => new { l.Office, l.Id });
            Parts(e.Property(l => l.Content));
            Json(e.Property(l => l.Proof));
        });
    }

    private static Microsoft.EntityFrameworkCore.Metadata.Builders.PropertyBuilder<T> Json<T>(Microsoft.EntityFrameworkCore.Metadata.Builders.PropertyBuilder<T> property) => property.HasColumnType("jsonb").HasConversion(
        value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default),
        text => JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Default)!);

    private static void Parts(Microsoft.EntityFrameworkCore.Metadata.Builders.PropertyBuilder<IReadOnlyList<FiledPart>> property) => property.HasColumnType("jsonb").HasConversion(
        parts => JsonSerializer.Serialize(parts, JsonSerializerOptions.Default),
        text => JsonSerializer.Deserialize<List<FiledPart>>(text, JsonSerializerOptions.Default)!,
        new ValueComparer<IReadOnlyList<FiledPart>>((a, b) => ReferenceEquals(a, b), parts => parts.Count));
}
