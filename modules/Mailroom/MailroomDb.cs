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

    protected override void Map(ModelBuilder model)
    {
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
            e.Property(l => l.Proof).HasColumnType("jsonb").HasConversion(p => JsonSerializer.Serialize(p, JsonSerializerOptions.Default), s => JsonSerializer.Deserialize<FiledPart>(s, JsonSerializerOptions.Default));
        });
    }

    private static void Parts(Microsoft.EntityFrameworkCore.Metadata.Builders.PropertyBuilder<IReadOnlyList<FiledPart>> property) => property.HasColumnType("jsonb").HasConversion(
        parts => JsonSerializer.Serialize(parts, JsonSerializerOptions.Default),
        text => JsonSerializer.Deserialize<List<FiledPart>>(text, JsonSerializerOptions.Default)!,
        new ValueComparer<IReadOnlyList<FiledPart>>((a, b) => ReferenceEquals(a, b), parts => parts.Count));
}
